import { random } from '#engine';
import {
  batches,
  type Batch,
  type BatchSize,
  type Dataset,
  epochOrder,
  type Masking,
  maskingOf,
  type Split,
  modelBatch,
} from '#text';

/** Where in the training data a training is: enough to go on from there. */
export interface Position {
  /** Passes over the split that are complete. */
  readonly epoch: number;
  /** Sentences of the running pass that were seen. */
  readonly sentence: number;
}

/** A batch of a size from a position on, and the position after it. */
export type BatchSource = (at: Position, size: BatchSize) => { readonly batch: Batch; readonly next: Position };

/** Batches of a split in an order that the seed and the epoch decide. A batch never spans two epochs.
 * @param masking for masked LM, whose masks the seed and the position decide */
export function batchSource(dataset: Dataset, split: Split, seed: number, masking?: Masking): BatchSource {
  const numbers = random(seed);
  const mask = masking && maskingOf(dataset, masking);
  let known: { epoch: number; order: Int32Array } = { epoch: -1, order: new Int32Array() };
  const orderIn = (epoch: number) => {
    if (known.epoch !== epoch) {
      known = { epoch, order: epochOrder(seed, epoch, split) };
    }
    return known.order;
  };
  return ({ epoch, sentence }, size) => {
    const [{ batch, position }] = take(batches(split, orderIn(epoch), size, sentence));
    const next = position < split.sentences ? { epoch, sentence: position } : { epoch: epoch + 1, sentence: 0 };
    const own = modelBatch(dataset, batch);
    return { batch: mask?.(own, numbers.derive('masks', epoch, sentence)) ?? own, next };
  };
}

function take<T>(from: Iterator<T>): [T] {
  return [from.next().value as T];
}
