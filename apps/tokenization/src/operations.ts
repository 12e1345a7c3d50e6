import type { Operations } from '#runtime/operation';
import { encodeDataset } from './operations/encode-dataset.js';
import { learn } from './operations/learn.js';

/** What the tokenization service does, loaded by its child process. */
const operations: Operations = {
  'tokenizer.learn': learn,
  'dataset.encode': encodeDataset,
};

export default operations;
