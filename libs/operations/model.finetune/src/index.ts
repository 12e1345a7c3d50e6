import { FinetuneConfig } from '#contracts';
import type { Operation } from '#jobs';
import { plan } from './plan.js';

const operation: Operation<FinetuneConfig> = {
  name: 'model.finetune',
  services: ['training'],
  makes: 'model',
  inputs: [
    { name: 'model', takes: 'model', description: 'the model to start from' },
    { name: 'dataset', takes: 'dataset', description: 'the encoded data set' },
  ],
  config: FinetuneConfig,
  heavy: true,
  version: 1,
  description: 'Trains a model on a labelled task; a head for it is added where the model has none.',
  example: { do: 'model.finetune', model: 'pretrained', dataset: 'sst2', stop: { epochs: 1 } },
  plan,
  load: () => import('./run.js'),
};

export default operation;
