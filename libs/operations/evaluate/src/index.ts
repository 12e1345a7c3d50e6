import type { Operation } from '#jobs';
import { EvaluateConfig } from './config.js';
import { plan } from './plan.js';

const operation: Operation<EvaluateConfig> = {
  name: 'evaluate',
  services: ['evaluation'],
  makes: 'scores',
  inputs: [
    { name: 'model', takes: 'model', description: 'the model to measure' },
    { name: 'dataset', takes: 'dataset', description: 'the encoded data set' },
    {
      name: 'beside',
      takes: 'model',
      optional: true,
      description: 'an uncompressed model, whose speed is measured in turn',
    },
  ],
  config: EvaluateConfig,
  heavy: true,
  version: 2,
  description: 'Measures a model on a split: quality, size and speed.',
  example: {
    do: 'evaluate',
    model: 'int4',
    dataset: 'sst2',
    beside: 'tuned',
    measure: ['accuracy', 'bytes', 'latency'],
  },
  usualSeconds: 6,
  plan,
  load: () => import('./run.js'),
};

export default operation;
