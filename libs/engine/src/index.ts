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

export type { Indices } from './shape-checks.js';
export { packing, type Packing } from './packing.js';
export { embedding, type EmbeddingInputs, type EmbeddingTables } from './operations/embedding/embedding.js';
export { activate } from './operations/activation/activation.js';
export type { Activation } from './operations/activation/options.js';
export { linear } from './operations/linear/linear.js';
export { feedForward, type LinearWeights } from './operations/feed-forward/feed-forward.js';
export { layerNorm, type NormWeights } from './operations/layer-norm/layer-norm.js';
export { addNorm } from './operations/add-norm/add-norm.js';
export { attention } from './operations/attention/attention.js';
export { type Block, paddingOf } from './operations/attention/padding.js';
export { splitHeads, unseen } from './operations/attention/scaled-dot-product.js';
export type { AttentionSpec, CrossAttentionSpec, RelativeBias, Rotary } from './operations/attention/options.js';
export { relativeBucket } from './operations/attention/relative-bias.js';
export { relativePosition } from './operations/disentangled-attention/relative-positions.js';
export { crossAttention } from './operations/cross-attention/cross-attention.js';
export { cachedAttention } from './operations/cached-attention/cached-attention.js';
export type { KeyValueCache } from './operations/cached-attention/options.js';
export { disentangledAttention } from './operations/disentangled-attention/disentangled-attention.js';
export type { DisentangledSpec } from './operations/disentangled-attention/options.js';
export { rmsNorm } from './operations/rms-norm/rms-norm.js';
export { addResidual } from './operations/add-residual/add-residual.js';
export { gatedFeedForward } from './operations/gated-feed-forward/gated-feed-forward.js';
export type { GateWeights } from './operations/gated-feed-forward/options.js';
export { largestOfRows, meanOfRows, weightedSumOfRows } from './operations/pooling/pooling.js';
export { binaryCrossEntropy } from './operations/binary-cross-entropy/binary-cross-entropy.js';
export { dropout, type Dropout } from './operations/dropout/dropout.js';
export type { DropoutKey } from './operations/dropout/dropout-mask.js';
export { rows } from './operations/rows/rows.js';
export { outputHead, type OutputHeadOptions } from './operations/output-head/output-head.js';
export { bestTokens } from './operations/best-tokens/best-tokens.js';
export type { BestTokens } from './operations/best-tokens/options.js';
export { crossEntropy } from './operations/cross-entropy/cross-entropy.js';
export { meanSquaredError } from './operations/mean-squared-error/mean-squared-error.js';

export { inverseCholesky } from './operations/inverse-cholesky/inverse-cholesky.js';
export { svd, type Svd } from './operations/svd/svd.js';
export { gradientCheckpoint } from './gradient-checkpoint.js';
export { reversible, type ReversibleHalf, type ReversibleLayer } from './reversible.js';
export { collectGarbage } from './collect-garbage.js';
export { privateCopy, tensorOf } from './private-memory.js';
export { valueAndGradients } from './value-and-gradients.js';
export { floatsHeld } from './floats-held.js';
export { globalNorm } from './global-norm.js';
export { AdamW, type AdamWOptions } from './optimizers/adamw/adamw.js';
export { createOptimizer, type NamedOptimizerOptions } from './optimizers/create-optimizer.js';
export type { Optimizer, OptimizerOptions } from './optimizers/optimizer.js';
export { random, type Random } from '#random';
