export { calibrate } from './calibration/calibrate.js';
export { checkOnnx } from './check.js';
export { exportOnnx } from './export.js';
export * from './formats/index.js';
export type { GraphOptions } from './formats/graph-options.js';
export { type PaddedBatch, padBatch } from './padded.js';
export { type OnnxClassifier, openOnnx } from './session.js';
export { type Speed, measureSpeed } from './speed.js';
