import type { CompressionPlugin } from '#compression';
import { checkTeacher } from './check-teacher.js';
import { DistillationConfig } from './config.js';
import { plan } from './plan.js';

const plugin: CompressionPlugin<DistillationConfig> = {
  id: 'distillation',
  version: '1.0.0',
  kind: 'distillation',
  description:
    'Trains a student on the answers of a teacher at a temperature and on the labels (Hinton et al. 2015, arXiv 1503.02531); it begins as the model itself or as some of its layers (DistilBERT, Sanh et al. 2019, arXiv 1910.01108). Inner states too, by Patient KD (Sun et al. 2019), TinyBERT (Jiao et al. 2020) or MiniLM (Wang et al. 2020, 2021).',
  config: DistillationConfig,
  example: { layers: 1, finetune: { stop: { steps: 4 } } },
  needs: ({ finetune: training }) => ({ training, teacher: true }),
  checkTeacher,
  plan,
  apply: async (model, config, context) => (await import('./apply.js')).apply(model, config, context),
};

export default plugin;
