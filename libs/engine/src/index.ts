export {
  tf,
  type DataType,
  type Rank,
  type Scalar,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  type TensorContainer,
  type Variable,
} from './backend.js';
export { engineInfo, type EngineInfo } from './engine-info.js';
export { requirePrecision, whyNoBf16, withPrecision, type Precision } from './precision.js';
export { matrixProductSpeed } from './matrix-product-speed.js';

export type { Indices } from './door.js';
export { packing, type Packing } from './packing.js';
export { embedding, type EmbeddingInputs, type EmbeddingTables } from './embedding.js';
export { activate } from './operations/activation/activation.js';
export type { Activation } from './operations/activation/options.js';
export { linear } from './linear.js';
export { feedForward, type LinearWeights } from './feed-forward.js';
export { layerNorm, type NormWeights } from './layer-norm.js';
export { addNorm } from './add-norm.js';
export { attention } from './operations/attention/attention.js';
export type { AttentionSpec, RelativeBias, Rotary } from './operations/attention/options.js';
export { relativeBucket } from './operations/attention/relative-bias.js';
export { relativePosition } from './operations/disentangled-attention/relative-positions.js';
export { crossAttention } from './cross-attention.js';
export { disentangledAttention } from './operations/disentangled-attention/disentangled-attention.js';
export type { DisentangledSpec } from './operations/disentangled-attention/options.js';
export { rmsNorm } from './operations/rms-norm/rms-norm.js';
export { addResidual } from './operations/add-residual/add-residual.js';
export { gatedFeedForward } from './operations/gated-feed-forward/gated-feed-forward.js';
export type { GateWeights } from './operations/gated-feed-forward/options.js';
export { largestOfRows, meanOfRows } from './operations/pooling/pooling.js';
export { binaryCrossEntropy } from './operations/binary-cross-entropy/binary-cross-entropy.js';
export { dropout, type Dropout } from './dropout.js';
export type { DropoutKey } from './dropout-mask.js';
export { rows } from './rows.js';
export { outputHead, type OutputHeadOptions } from './output-head.js';
export { crossEntropy } from './cross-entropy.js';
export { meanSquaredError } from './mean-squared-error.js';

export { svd, type Svd } from './operations/svd/svd.js';
export { gradientCheckpoint } from './gradient-checkpoint.js';
export { collectGarbage } from './collect-garbage.js';
export { privateCopy, tensorOf } from './private-memory.js';
export { valueAndGradients } from './value-and-gradients.js';
export { globalNorm } from './global-norm.js';
export { AdamW, type AdamWOptions } from './optimizers/adamw/adamw.js';
export {
  createOptimizer,
  type NamedOptimizerOptions,
  optimizerFloats,
  type OptimizerId,
  OPTIMIZERS,
} from './optimizers/create-optimizer.js';
export type { Optimizer, OptimizerOptions } from './optimizers/optimizer.js';
export { random, type Random } from './random.js';
