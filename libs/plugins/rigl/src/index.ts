import type { CompressionPlugin } from '#compression';
import { RiglConfig } from './config.js';
import { plan } from './plan.js';

const plugin: CompressionPlugin<RiglConfig> = {
  id: 'rigl',
  version: '1.0.0',
  kind: 'pruning',
  description:
    'Trains with few connections from the start: now and then those of least magnitude go, and others come where the gradient of the loss is greatest (RigL, Evci et al. 2020, arXiv 1911.11134).',
  config: RiglConfig,
  strength: { key: 'sparsity', stronger: 'more' },
  example: { sparsity: 0.6, every: 2, finetune: { stop: { steps: 8 } } },
  needs: ({ finetune: training }) => ({ training }),
  plan,
  apply: async (model, config, context) => (await import('./apply.js')).apply(model, config, context),
};

export default plugin;
