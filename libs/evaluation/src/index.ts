export { evaluateModel, type Evaluation } from './evaluate-model.js';
export { maskedLoss, predicted } from './masked-loss.js';
export { measureTranslation, type TranslationSettings } from './translations.js';
export { translationLoss } from './translation-loss.js';
export type { Measuring } from './measuring.js';
export { predict, type Predictions, type PredictOptions } from './predict.js';
export { writePredictions } from './predictions.js';
export { measureQuality } from './quality.js';
export { runtimeMeasures } from './speed.js';
