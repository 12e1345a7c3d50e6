import type { CompressionPlugin } from '#compression';
import { DistillationConfig } from './config.js';
import { plan } from './plan.js';

const plugin: CompressionPlugin<DistillationConfig> = {
  id: 'distillation',
  version: '1.0.0',
  kind: 'distillation',
  description:
    'Trains a student on the answers of a teacher at a temperature and on the labels (Hinton et al. 2015, arXiv 1503.02531); it begins as the model itself or as some of its layers (DistilBERT, Sanh et al. 2019, arXiv 1910.01108).',
  config: DistillationConfig,
  example: { layers: 1, finetune: { stop: { steps: 4 } } },
  needs: ({ finetune: training }) => ({ training, teacher: true }),
  plan,
  apply: async (model, config, context) => (await import('./apply.js')).apply(model, config, context),
};

export default plugin;
