import type { CompressionPlugin } from '#compression';
import { HeadPruningConfig } from './config.js';
import { plan } from './plan.js';

const plugin: CompressionPlugin<HeadPruningConfig> = {
  id: 'head-pruning',
  version: '1.0.1',
  kind: 'pruning',
  description:
    'Removes the attention heads that matter least to the loss, as its gradient by a gate on each says (Michel et al. 2019, arXiv 1905.10650).',
  config: HeadPruningConfig,
  strength: { key: 'share', stronger: 'more' },
  example: { share: 0.4, sentences: 8, finetune: { stop: { steps: 4 } } },
  needs: ({ finetune: training }) => ({ calibration: true, training }),
  plan,
  apply: async (model, config, context) => (await import('./apply.js')).apply(model, config, context),
};

export default plugin;
