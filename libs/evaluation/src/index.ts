export { evaluateModel, type Evaluation, measuresOf } from './evaluate-model.js';
export { maskedLoss, predicted } from './masked-loss.js';
export type { Measuring } from './measuring.js';
export { EVALUATION_BATCH, predict, type Predictions, type PredictOptions } from './predict.js';
export { writePredictions } from './predictions.js';
export { measureQuality, qualityMeasures } from './quality.js';
export { runtimeMeasures } from './speed.js';
