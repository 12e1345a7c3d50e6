import type { CompressionPlugin } from '#compression';
import { NeuronPruningConfig } from './config.js';
import { plan } from './plan.js';

const plugin: CompressionPlugin<NeuronPruningConfig> = {
  id: 'neuron-pruning',
  version: '1.0.1',
  kind: 'pruning',
  description:
    'Removes the neurons of feed-forward blocks that matter least, by the norm of their weights or by the loss’s slope (Molchanov et al. 2017, arXiv 1611.06440).',
  config: NeuronPruningConfig,
  strength: { key: 'share', stronger: 'more' },
  example: { share: 0.5, importance: 'gradient', sentences: 8, finetune: { stop: { steps: 4 } } },
  needs: ({ importance, finetune: training }) => ({ calibration: importance !== 'magnitude', training }),
  plan,
  apply: async (model, config, context) => (await import('./apply.js')).apply(model, config, context),
};

export default plugin;
