import type { Operation } from '#jobs';
import { EvaluateTextsConfig } from './config.js';

const operation: Operation<EvaluateTextsConfig> = {
  name: 'evaluate.texts',
  services: ['evaluation'],
  makes: 'scores',
  inputs: [
    { name: 'hypotheses', takes: 'files', description: 'a text file, one segment a line' },
    { name: 'references', takes: 'files', list: true, description: 'text files with as many lines' },
  ],
  config: EvaluateTextsConfig,
  heavy: false,
  version: 2,
  description: 'BLEU, chrF and TER of translations against one or more references.',
  example: { do: 'evaluate.texts', hypotheses: 'out.de', references: ['ref.de'] },
  exampleJobs: {
    evaluation: {
      inputs: {
        hypotheses: 'libs/metrics/src/bleu/fixtures/wmt17-en-de/online-A.0.txt.gz',
        references: ['libs/metrics/src/bleu/fixtures/wmt17-en-de/ref.de.txt.gz'],
      },
    },
  },
  usualSeconds: 2,
  plan: () => ({}),
  load: () => import('./run.js'),
};

export default operation;
