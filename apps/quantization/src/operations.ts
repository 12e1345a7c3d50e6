import type { Operations } from '#runtime/operation';
import { compress } from './operations/compress.js';
import { exportModel } from './operations/export-model.js';

/** What the quantization service does, loaded by its child process. */
const operations: Operations = { compress, 'model.export': exportModel };

export default operations;
