import type { Operation } from '#jobs';
import { TokenizerLearnConfig } from './config.js';

const operation: Operation<TokenizerLearnConfig> = {
  name: 'tokenizer.learn',
  services: ['tokenization'],
  makes: 'tokenizer',
  inputs: [
    { name: 'corpus', takes: 'files', description: 'text files to learn from (the training split of a folder)' },
  ],
  config: TokenizerLearnConfig,
  heavy: true,
  version: 2,
  description: 'Learns a vocabulary from text.',
  example: { do: 'tokenizer.learn', corpus: 'data/SST-2', column: 'sentence', vocab_size: 8000 },
  exampleJobs: {
    tokenization: { inputs: { corpus: 'data/SST-2' }, config: { column: 'sentence', vocab_size: 1000 } },
  },
  usualSeconds: 2,
  plan: ({ config }) => ({ facts: { vocabulary: config.vocab_size } }),
  load: () => import('./run.js'),
};

export default operation;
