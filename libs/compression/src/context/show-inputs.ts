import { type ForwardOptions, type Model, encode, logits, weightsOf } from '#models';
import type { Batch } from '#text';

/** Shows the inputs [rows, in] of the linear layers of the encoder, and of the decoder where the batch has target texts, in the
 * order in which they compute. The tensors are freed after each call. */
export function showInputs(
  model: Model,
  batch: Batch,
  observe: ForwardOptions['observe'],
  others: Pick<ForwardOptions, 'layer' | 'added'> = {},
): void {
  (batch.target ? logits : encode)(weightsOf(model), model, batch, { observe, ...others }).dispose();
}
