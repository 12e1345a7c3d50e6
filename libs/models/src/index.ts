export type { ForwardOptions, HeadedConfig } from './computing/pass.js';
export { createModel, withHead } from './create-model.js';
export { decoderOf } from './decoding/decoder.js';
export { checkTargetTokens } from './fit/check-target-tokens.js';
export { type Sampling, translate, type TranslateOptions } from './decoding/translate.js';
export { denseModel, kroneckerProduct } from './dense-model.js';
export { fitGrid, type FitOptions } from './encoding/fit.js';
export { codebookOf } from './encoding/codebook/fit.js';
export { codesByCodebook } from './encoding/codebook/project.js';
export { encodeParameter, quantizeParameter, settleParameter, shareParameter } from './encoding/parameter.js';
export { nearestOn } from './encoding/nearest.js';
export { codesOf, projectToGrid, valuesOf } from './encoding/project.js';
export { checkModelFits, modelFacts } from './fit/model-facts.js';
export { readModel } from './folder/read.js';
export { writeModel, type WriteOptions } from './folder/write.js';
export { type CardContent, hubTask } from './folder/card.js';
export { encode, logits } from './forward.js';
export { IGNORED, loss, type LossOptions } from './loss.js';
export { stacked } from './stacked.js';
export { withZeroOutputs } from './zero-outputs.js';
export { type EncoderStates, type WantedStates, watchStates } from './encoder-states.js';
export { similarities } from './similarities.js';
export { countNonZeros, disposeModel, mapParameters, modelShape, type Model, type Parameter } from './model.js';
export { weightsOf, type Weights } from './weights.js';
export {
  cutConfig,
  vocabularyParameters,
  modelBytes,
  readModelShape,
  tokenizerOf,
  dimensions,
  headColumnsOf,
  layerParts,
  neuronWeightsOf,
  factorNames,
  encodedBytes,
  groupStarts,
  newConfig,
  operationsPerToken,
  parameterCount,
  shapeOf,
  sizeOf,
  specOf,
  stackedNames,
  weightFileBytes,
  type Codebook,
  type CodebookKind,
  type CodebookPrecision,
  type CodebookSpec,
  type Encoding,
  type Cut,
  type CutConfig,
  type Form,
  type KeptIndices,
  type LayerParts,
  type Structure,
  type EncodingSpec,
  type Granularity,
  type Grid,
  type GridSpec,
  type Head,
  type ModelConfig,
  type ModelShape,
  type ParameterShape,
  type Role,
} from '#families';
