import type { CompressionPlugin } from '#compression';
import { SoftThresholdPruningConfig } from './config.js';
import { plan } from './plan.js';

const plugin: CompressionPlugin<SoftThresholdPruningConfig> = {
  id: 'soft-threshold-pruning',
  version: '1.0.0',
  kind: 'pruning',
  description:
    'Moves weights towards zero by a threshold of each matrix, which is trained with them and says how much of the sparsity the matrix bears (STR, Kusupati et al. 2020, arXiv 2002.03231).',
  config: SoftThresholdPruningConfig,
  strength: { key: 'sparsity', stronger: 'more' },
  example: { sparsity: 0.6, every: 2, finetune: { stop: { steps: 8 } } },
  needs: ({ finetune: training }) => ({ training }),
  plan,
  apply: async (model, config, context) => (await import('./apply.js')).apply(model, config, context),
};

export default plugin;
