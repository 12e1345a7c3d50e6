import type { Operation } from '#jobs';
import { ModelCheckpointConfig } from './config.js';
import { plan } from './plan.js';

const operation: Operation<ModelCheckpointConfig> = {
  name: 'model.checkpoint',
  services: ['training'],
  makes: 'model',
  inputs: [{ name: 'model', takes: 'model', description: 'a model whose training kept others (`checkpoints`)' }],
  config: ModelCheckpointConfig,
  heavy: false,
  version: 1,
  description: 'Takes out a model that a training kept on its way.',
  example: { do: 'model.checkpoint', model: 'tuned', seconds: 30 },
  usualSeconds: 1,
  plan,
  load: () => import('./run.js'),
};

export default operation;
