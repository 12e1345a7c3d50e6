import type { CompressionPlugin } from '#compression';
import { LayerSharingConfig } from './config.js';
import { plan } from './plan.js';

const plugin: CompressionPlugin<LayerSharingConfig> = {
  id: 'layer-sharing',
  version: '1.0.0',
  kind: 'sharing',
  description:
    'Layers in groups share one set of parameters, the mean or the first of them (ALBERT, Lan et al. 2020, arXiv 1909.11942; patterns of Takase and Kiyono 2021, arXiv 2104.06022), fine-tuned with the model as it was as the teacher.',
  config: LayerSharingConfig,
  strength: { key: 'groups', stronger: 'less' },
  example: { groups: 1, finetune: { stop: { steps: 4 } } },
  needs: ({ finetune: training }) => ({ training }),
  plan,
  apply: async (model, config, context) => (await import('./apply.js')).apply(model, config, context),
};

export default plugin;
