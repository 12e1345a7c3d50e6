import type { CompressionPlugin } from '#compression';
import { ObertPruningConfig } from './config.js';
import { plan } from './plan.js';

const plugin: CompressionPlugin<ObertPruningConfig> = {
  id: 'obert-pruning',
  version: '1.0.0',
  kind: 'pruning',
  description:
    'Makes the weights zero whose loss costs least, and lets the others make up for them, by blocks of the empirical Fisher information (Optimal BERT Surgeon, Kurtic et al. 2022, arXiv 2203.07259).',
  config: ObertPruningConfig,
  strength: { key: 'sparsity', stronger: 'more' },
  example: { sparsity: 0.6, gradients: 4, batch_sentences: 4, scope: 'tensor', finetune: { stop: { steps: 4 } } },
  needs: ({ finetune: training }) => ({ calibration: true, training }),
  plan,
  apply: async (model, config, context) => (await import('./apply.js')).apply(model, config, context),
};

export default plugin;
