import type { Operation } from '#jobs';
import { DatasetTranslateConfig } from './config.js';
import { plan } from './plan.js';

const operation: Operation<DatasetTranslateConfig> = {
  name: 'dataset.translate',
  services: ['training'],
  makes: 'dataset',
  inputs: [
    { name: 'model', takes: 'model', description: 'the teacher, a model that translates' },
    { name: 'dataset', takes: 'dataset', description: 'the encoded data set of parallel text' },
  ],
  config: DatasetTranslateConfig,
  heavy: true,
  version: 1,
  description:
    'Puts a teacher’s translations in the place of the train split’s targets, for a student to learn from: sequence-level knowledge distillation (Kim and Rush 2016).',
  example: { do: 'dataset.translate', model: 'teacher', dataset: 'pairs', beams: 5 },
  plan,
  load: () => import('./run.js'),
};

export default operation;
