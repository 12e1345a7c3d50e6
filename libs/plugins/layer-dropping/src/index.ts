import type { CompressionPlugin } from '#compression';
import { LayerDroppingConfig } from './config.js';
import { plan } from './plan.js';

const plugin: CompressionPlugin<LayerDroppingConfig> = {
  id: 'layer-dropping',
  version: '1.0.0',
  kind: 'pruning',
  description:
    'Drops whole layers, the top ones or others, and fine-tunes what is left (Sajjad et al. 2020, arXiv 2004.03844).',
  config: LayerDroppingConfig,
  strength: { key: 'count', stronger: 'more' },
  example: { count: 1, finetune: { stop: { steps: 4 } } },
  needs: ({ finetune: training }) => ({ training }),
  plan,
  apply: async (model, config, context) => (await import('./apply.js')).apply(model, config, context),
};

export default plugin;
