import { type ForwardOptions, type Model, encode, logits, weightsOf } from '#models';
import type { Batch } from '#text';

/** What an observer throws that has seen all it wants: the pass ends there. */
export class Seen extends Error {}

/** Shows the inputs [rows, in] of the linear layers of the encoder, and of the decoder where the batch has target texts, in the
 * order in which they compute. The tensors are freed after each call. */
export function showInputs(
  model: Model,
  batch: Batch,
  observe: ForwardOptions['observe'],
  { layer, added }: Pick<ForwardOptions, 'layer' | 'added'> = {},
): void {
  const { target } = batch;
  try {
    // A decoder's layers need what the encoder's last one gave, too
    const options = { observe, added, ...(!target && { layer }) };
    (target ? logits : encode)(weightsOf(model), model, batch, options).dispose();
  } catch (error) {
    if (!(error instanceof Seen)) throw error;
  }
}
