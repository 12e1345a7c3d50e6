import type { CompressionPlugin } from '#compression';
import { StaticDistillationConfig } from './config.js';
import { plan } from './plan.js';

const plugin: CompressionPlugin<StaticDistillationConfig> = {
  id: 'static-distillation',
  version: '1.0.0',
  kind: 'distillation',
  description:
    'Makes a table of token vectors of a model, their principal components weighted by frequency (Model2Vec, Tulkens and van Dongen 2024; Arora et al. 2017), and trains it with a head on the model’s answers: texts are means of vectors, hundreds of times as fast.',
  config: StaticDistillationConfig,
  strength: { key: 'width', stronger: 'less' },
  example: { width: 16, finetune: { stop: { steps: 4 } } },
  needs: ({ finetune: training, weighting }) => ({ training, calibration: weighting === 'sif' }),
  plan,
  apply: async (model, config, context) => (await import('./apply.js')).apply(model, config, context),
};

export default plugin;
