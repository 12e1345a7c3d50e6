import type { Operations } from '#runtime/operation';
import { compress } from './operations/compress.js';

/** What the pruning service does, loaded by its child process. */
const operations: Operations = { compress };

export default operations;
