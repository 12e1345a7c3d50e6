export { bertConfig, type BertConfig } from './bert/config.js';
export { encode, weightsOf, type ForwardOptions, type Weights } from './bert/forward.js';
export { logits, loss, pooled, type HeadedConfig } from './bert/heads.js';
export { createBert, withHead } from './bert/initialize.js';
export { shapeOf } from './bert/parameters.js';
export {
  specOf,
  type Encoding,
  type EncodingSpec,
  type Granularity,
  type Grid,
  type GridSpec,
} from './encoding/encoding.js';
export { fitGrid, type FitOptions } from './encoding/fit.js';
export { encodedBytes, weightFileBytes } from './encoding/layout.js';
export { encodeParameter, quantizeParameter } from './encoding/parameter.js';
export { codesOf, projectToGrid, valuesOf } from './encoding/project.js';
export { modelBytes, tokenizerOf } from './folder/files.js';
export { readModel } from './folder/read.js';
export { readModelShape } from './folder/read-shape.js';
export { writeModel } from './folder/write.js';
export {
  denseModel,
  disposeModel,
  mapParameters,
  modelShape,
  type Head,
  type Model,
  type ModelShape,
  type Parameter,
  type ParameterShape,
  type Role,
} from './model.js';
export { operationsPerToken, parameterCount } from './size.js';
