import type { Operation } from '#jobs';
import { ModelImportConfig } from './config.js';
import { plan } from './plan.js';

const operation: Operation<ModelImportConfig> = {
  name: 'model.import',
  services: ['training'],
  makes: 'model',
  inputs: [
    {
      name: 'from',
      takes: 'files',
      orHub: true,
      description: 'a folder in Hugging Face layout, or `hub:organisation/name@revision` (docs/models.md)',
    },
  ],
  config: ModelImportConfig,
  heavy: false,
  version: 2,
  description: 'Takes a model that somebody else trained.',
  example: { do: 'model.import', from: 'models/MiniLM' },
  exampleJobs: { training: { inputs: { from: 'libs/models/src/fixtures/tiny' } } },
  usualSeconds: 2,
  plan,
  load: () => import('./run.js'),
};

export default operation;
