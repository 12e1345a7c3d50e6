import type { Operation } from '#jobs';
import { ModelPretrainConfig } from './config.js';
import { plan } from './plan.js';
import { rules } from './rules.js';

const operation: Operation<ModelPretrainConfig> = {
  name: 'model.pretrain',
  services: ['training'],
  makes: 'model',
  inputs: [
    { name: 'dataset', takes: 'dataset', description: 'the encoded data set' },
    {
      name: 'model',
      takes: 'model',
      optional: true,
      description: 'a model to go on from, instead of an architecture',
    },
  ],
  config: ModelPretrainConfig,
  heavy: true,
  version: 2,
  description: 'Trains an encoder by masked language modelling, or by telling which tokens were replaced.',
  example: {
    do: 'model.pretrain',
    dataset: 'corpus',
    architecture: { layers: 4, hidden_size: 256, heads: 4 },
    stop: { seconds: 60 },
  },
  rules,
  plan,
  load: () => import('./run.js'),
};

export default operation;
