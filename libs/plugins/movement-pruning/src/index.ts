import type { CompressionPlugin } from '#compression';
import { MovementPruningConfig } from './config.js';
import { plan } from './plan.js';

const plugin: CompressionPlugin<MovementPruningConfig> = {
  id: 'movement-pruning',
  version: '1.0.0',
  kind: 'pruning',
  description:
    'Makes the weights zero that fine-tuning moves towards zero, whatever their size, by scores that are trained with them (Sanh et al. 2020, arXiv 2005.07683).',
  config: MovementPruningConfig,
  strength: { key: 'sparsity', stronger: 'more' },
  example: { sparsity: 0.6, every: 2, finetune: { stop: { steps: 8 } } },
  needs: ({ finetune: training }) => ({ training }),
  plan,
  apply: async (model, config, context) => (await import('./apply.js')).apply(model, config, context),
};

export default plugin;
