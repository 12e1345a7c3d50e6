import type { Tensor2D } from '#engine';
import { type Model, encode, logits, weightsOf } from '#models';
import type { Batch } from '#text';

/** Shows the inputs [rows, in] of the linear layers of the encoder, and of the decoder where the batch has target texts, in the
 * order in which they compute. The tensors are freed after each call. */
export function showInputs(model: Model, batch: Batch, observe: (layer: string, inputs: Tensor2D) => void): void {
  (batch.target ? logits : encode)(weightsOf(model), model, batch, { observe }).dispose();
}
