import type { TrainingLoad } from './training-load.js';

/**
 * What the forward pass keeps for the backward pass, in floats. Each operation of the engine saves what its gradient
 * needs (libs/engine/src/kernels): a tensor that two of them save is there once.
 */

/** Of an encoder layer for each row, its input counted and its output not, which is the next one's input. */
export function layerFloatsPerRow({ shape: { config } }: TrainingLoad): number {
  const { hidden_size: hidden, num_attention_heads: heads, intermediate_size: inner } = config;
  // The input, for the product that makes q, k and v and as a residual; q, k and v; attention's result and its
  // log-sum-exp of each head; the output product, for the norm after it; that norm's result, for the feed-forward part
  // and as a residual; the feed-forward result, for the last norm.
  const tensors = 1 + 3 + 1 + 1 + 1 + 1;
  // Two norms keep the mean and the scale of each row; the feed-forward part what comes before its activation
  return tensors * hidden + inner + heads + 4;
}

/** Of an encoder layer whatever the batch: the matrices of q, k and v side by side, with their biases. */
export function layerFloatsOfWeights({ shape: { config } }: TrainingLoad): number {
  return 3 * config.hidden_size * (config.hidden_size + 1);
}

/** Of an encoder layer for each row where nothing is kept: all that it computes is there until it ends. */
export function measuredFloatsPerRow(load: TrainingLoad): number {
  const { hidden_size: hidden, intermediate_size: inner } = load.shape.config;
  return layerFloatsPerRow(load) + hidden - inner;
}

/** What stays of a layer until its backward pass where it is run again in it: its input. */
export function checkpointFloatsPerRow({ shape: { config } }: TrainingLoad): number {
  return config.hidden_size;
}

/** Of the embeddings: their sum, which the norm keeps. Its result, after dropout, is the first layer's input. */
export function embeddingFloatsPerRow({ shape: { config } }: TrainingLoad): number {
  return config.hidden_size + 2;
}

/** Rows that the head works on: the masked ones, or the first of each sentence. */
export function headRows({ shape: { head }, batch, masked }: TrainingLoad): number {
  return head.kind === 'masked-lm' ? Math.ceil(masked * batch.rows) : batch.sentences;
}

/** Of the head, the last layer's result counted. */
export function headFloats(load: TrainingLoad): number {
  const { config, head } = load.shape;
  const { hidden_size: hidden, vocab_size: vocabulary } = config;
  const rows = headRows(load);
  const encoded = load.batch.rows * hidden;
  // Its rows; before and after the activation; the norm's result; and the gradients of that, of the table and of the
  // bias, which the loss makes from the same logits
  if (head.kind === 'masked-lm') return encoded + rows * 5 * hidden + vocabulary * (hidden + 1);
  // Its rows, the pooled ones, and those after dropout; logits are too few to count
  return encoded + rows * 3 * hidden;
}
