/** What each operation of the engine keeps and costs, from widths alone: nothing here loads TensorFlow. The engine holds it
 * to its tape, planning counts with it. */
export { addNormCost } from './add-norm.js';
export { ADD_RESIDUAL_COST } from './add-residual.js';
export { attentionCost, type AttentionShape, pairsOf } from './attention.js';
export { USUAL_BLOCKS, type KernelBlocks } from './blocks.js';
export type { Cost, Load, Scratch } from './cost.js';
export { crossAttentionCost } from './cross-attention.js';
export { disentangledCost } from './disentangled-attention.js';
export { DROPOUT_COST } from './dropout.js';
export { EMBEDDING_COST } from './embedding.js';
export { feedForwardCost } from './feed-forward.js';
export { gatedFeedForwardCost } from './gated-feed-forward.js';
export { layerNormCost } from './layer-norm.js';
export { linearCost } from './linear.js';
export { OPTIMIZERS, optimizerFloats, type OptimizerId, type Slots, SLOTS } from './optimizer-slots.js';
export { outputHeadCost } from './output-head.js';
export { rmsNormCost } from './rms-norm.js';
export { ROWS_COST } from './rows.js';
