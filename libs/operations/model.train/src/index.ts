import { usualTranslator } from '#families';
import type { Operation } from '#jobs';
import { ModelTrainConfig } from './config.js';
import { plan } from './plan.js';

const operation: Operation<ModelTrainConfig> = {
  name: 'model.train',
  services: ['training'],
  makes: 'model',
  inputs: [{ name: 'dataset', takes: 'dataset', description: 'the encoded data set, of parallel text or of a task' }],
  config: ModelTrainConfig,
  heavy: true,
  version: 1,
  description: 'Trains a new model on a task, from random weights: an encoder-decoder on parallel text.',
  example: {
    do: 'model.train',
    dataset: 'en-de',
    architecture: { family: usualTranslator().id, layers: 4, hidden_size: 128, heads: 4, dropout: 0.3 },
    batch_tokens: 8192,
    stop: { seconds: 600, patience: 5 },
  },
  plan,
  load: () => import('./run.js'),
};

export default operation;
