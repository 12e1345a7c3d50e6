import type { Operations } from '#runtime/operation';
import { evaluate } from './operations/evaluate.js';
import { evaluateTexts } from './operations/evaluate-texts.js';

/** What the evaluation service does, loaded by its child process. */
const operations: Operations = {
  evaluate,
  'evaluate.texts': evaluateTexts,
};

export default operations;
