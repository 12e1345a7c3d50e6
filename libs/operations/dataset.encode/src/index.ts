import type { Operation } from '#jobs';
import { absence } from './absence.js';
import { DatasetEncodeConfig } from './config.js';
import { examine } from './examine.js';
import { plan } from './plan.js';
import { rules } from './rules.js';

const operation: Operation<DatasetEncodeConfig> = {
  name: 'dataset.encode',
  services: ['tokenization'],
  makes: 'dataset',
  inputs: [
    {
      name: 'tokenizer',
      takes: 'tokenizer',
      orOf: 'model',
      description: 'the tokenizer; of a model its own is meant',
    },
    { name: 'text', takes: 'files', optional: true, description: 'text for language modelling' },
    {
      name: 'from',
      takes: 'files',
      optional: true,
      description: 'file or folder of a task: TSV, CSV, JSON lines or Parquet',
    },
    {
      name: 'parallel',
      takes: 'files',
      optional: true,
      description:
        'parallel text: a folder of files such as train.en and train.de, whose lines belong together, or a file or folder with a pair in each row',
    },
  ],
  config: DatasetEncodeConfig,
  heavy: true,
  version: 4,
  description:
    'Turns text into token ids, for language modelling (`text`), for a task (`from`) or for translation (`parallel`).',
  example: { do: 'dataset.encode', tokenizer: 'vocabulary', task: 'glue/sst2', from: 'data/SST-2' },
  usualSeconds: 5,
  rules,
  absence,
  examine,
  plan,
  load: () => import('./run.js'),
};

export default operation;
