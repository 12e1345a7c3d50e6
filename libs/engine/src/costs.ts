/** What each operation costs, from widths alone: nothing here loads TensorFlow. */
export { addNormCost } from './operations/add-norm/cost.js';
export { ADD_RESIDUAL_COST } from './operations/add-residual/cost.js';
export { attentionCost } from './operations/attention/cost.js';
export type { Cost, Load, Scratch } from './operations/cost.js';
export { crossAttentionCost } from './operations/cross-attention/cost.js';
export { disentangledCost } from './operations/disentangled-attention/cost.js';
export { DROPOUT_COST } from './operations/dropout/cost.js';
export { EMBEDDING_COST } from './operations/embedding/cost.js';
export { feedForwardCost } from './operations/feed-forward/cost.js';
export { gatedFeedForwardCost } from './operations/gated-feed-forward/cost.js';
export { layerNormCost } from './operations/layer-norm/cost.js';
export { linearCost } from './operations/linear/cost.js';
export { outputHeadCost } from './operations/output-head/cost.js';
export { rmsNormCost } from './operations/rms-norm/cost.js';
export { ROWS_COST } from './operations/rows/cost.js';
