import type { Operations } from '#runtime/operation';
import { finetune } from './operations/finetune.js';
import { importModel } from './operations/import-model.js';
import { pretrain } from './operations/pretrain.js';

/** What the training service does, loaded by its child process. */
const operations: Operations = {
  'model.import': importModel,
  'model.pretrain': pretrain,
  'model.finetune': finetune,
};

export default operations;
