export { checkOnnx } from './check.js';
export { exportOnnx } from './export.js';
export { hasInt8 } from './graph/int8-product.js';
export type { WeightFormat } from './graph/weights.js';
export { type PaddedBatch, padBatch } from './padded.js';
export { type OnnxClassifier, openOnnx } from './session.js';
export { type Speed, measureSpeed } from './speed.js';
