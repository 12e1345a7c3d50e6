import type { Batch } from '../batch.js';
import type { Split } from '../dataset.js';

/** Where a batch ends: at the first of the limits that are given. A sentence longer than `tokens` is a batch alone; what
 * belongs together stays together. */
export interface BatchSize {
  /** Tokens (rows) in a batch, at most. */
  readonly tokens?: number;
  /** Sentences in a batch, at most. */
  readonly sentences?: number;
}

/** The sentences of a split in the order of the file. */
export function fileOrder(split: Split): Int32Array {
  return Int32Array.from({ length: split.sentences }, (_, i) => i);
}

/** An order of sentences of an order of what belongs together, such as pairs. */
export function keptTogether(order: Int32Array, { together = 1 }: Pick<Split, 'together'>): Int32Array {
  if (together === 1) return order;
  const sentence = (i: number) => together * order[Math.floor(i / together)] + (i % together);
  return Int32Array.from({ length: together * order.length }, (_, i) => sentence(i));
}

/** The batches of a split, one after another, none of them empty.
 * @param order sentences in the order in which they come
 * @param from sentences of `order` to leave out: with it, batches go on where others stopped
 * @returns each batch, and how many sentences of `order` came up to its end */
export function* batches(
  split: Split,
  order: Int32Array,
  size: BatchSize,
  from = 0,
): Generator<{ readonly batch: Batch; readonly position: number }> {
  for (let at = from; at < order.length;) {
    const end = endOfBatch(split, order, size, at);
    yield { batch: batchOf(split, order.subarray(at, end)), position: end };
    at = end;
  }
}

/** The batch with most tokens among those of `batches`: all its tokens, its sentences, and the longest of them. */
export function largestBatch(
  split: Pick<Split, 'starts' | 'together'>,
  order: Int32Array,
  size: BatchSize,
): { readonly rows: number; readonly sentences: number; readonly longest: number } {
  let largest = { rows: 0, sentences: 0, longest: 0 };
  for (let at = 0; at < order.length;) {
    const end = endOfBatch(split, order, size, at);
    const lengths = order.subarray(at, end).map((sentence) => split.starts[sentence + 1] - split.starts[sentence]);
    const rows = lengths.reduce((sum, length) => sum + length, 0);
    if (rows > largest.rows) {
      largest = { rows, sentences: end - at, longest: lengths.reduce((most, length) => Math.max(most, length), 0) };
    }
    at = end;
  }
  return largest;
}

function endOfBatch(
  { starts, together = 1 }: Pick<Split, 'starts' | 'together'>,
  order: Int32Array,
  size: BatchSize,
  from: number,
): number {
  const last = Math.min(order.length, from + Math.max(together, size.sentences ?? Infinity));
  let tokens = 0;
  for (let at = from; at < last; at += together) {
    for (let i = at; i < Math.min(last, at + together); i++) tokens += starts[order[i] + 1] - starts[order[i]];
    if (at > from && (tokens > (size.tokens ?? Infinity) || at + together > last)) return at;
  }
  return last;
}

/** A packed batch of the given sentences of a split. */
export function batchOf(split: Split, sentences: ArrayLike<number>): Batch {
  const starts = new Int32Array(sentences.length + 1);
  for (let i = 0; i < sentences.length; i++) {
    starts[i + 1] = starts[i] + split.starts[sentences[i] + 1] - split.starts[sentences[i]];
  }
  const rows = starts[sentences.length];
  const ids = new Int32Array(rows);
  const positions = new Int32Array(rows);
  const types = new Int32Array(rows);
  for (let i = 0; i < sentences.length; i++) {
    const [first, last] = [split.starts[sentences[i]], split.starts[sentences[i] + 1]];
    ids.set(split.ids.slice(first, last), starts[i]);
    if (split.types) types.set(split.types.slice(first, last), starts[i]);
    for (let row = starts[i], position = 0; row < starts[i + 1]; row++, position++) positions[row] = position;
  }
  return {
    ids,
    positions,
    types,
    starts,
    ...(split.labels && { labels: labelsOf(split.labels, sentences) }),
    ...(split.together !== undefined && { together: split.together }),
  };
}

function labelsOf<A extends Int32Array | Float32Array>(labels: A, sentences: ArrayLike<number>): A {
  const own = new (labels.constructor as new (length: number) => A)(sentences.length);
  for (let i = 0; i < sentences.length; i++) own[i] = labels[sentences[i]];
  return own;
}
