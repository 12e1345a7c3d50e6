import type { Batch } from '../batch.js';
import type { Dataset } from '../dataset.js';

/** A batch of a data set's split as the data set's models take it. */
export const modelBatch = ({ objective, special }: Pick<Dataset, 'objective' | 'special'>, batch: Batch): Batch =>
  objective === 'translation' ? translationBatch(batch, special.cls) : batch;

/**
 * A batch of pairs as an encoder-decoder takes it: the first of each is a source, the second its target.
 *
 * A target that begins with the start token, as a tokenizer with a token at the start of every text writes it, is given
 * without its last token and answered without its first; any other is given the start token before it.
 *
 * @param pairs sentences of which each two are a pair
 * @param start id of the token that every target begins with
 */
export function translationBatch(pairs: Batch, start: number): Batch {
  const { starts, ids } = pairs;
  const count = (starts.length - 1) / 2;
  const own = Array.from({ length: count }, (_, i) => ids.subarray(starts[2 * i], starts[2 * i + 1]));
  const targets = Array.from({ length: count }, (_, i) => ids.subarray(starts[2 * i + 1], starts[2 * i + 2]));
  const wanted = targets.map((target) => (target[0] === start && target.length > 1 ? target.subarray(1) : target));
  const given = wanted.map((target) => Int32Array.from(target, (_, i) => (i === 0 ? start : target[i - 1])));
  const source = packed(own);
  return {
    ...source,
    types: new Int32Array(source.ids.length),
    target: { ...packed(given), labels: joined(wanted) },
  };
}

function packed(texts: readonly Int32Array[]) {
  const starts = new Int32Array(texts.length + 1);
  texts.forEach((text, i) => (starts[i + 1] = starts[i] + text.length));
  const positions = joined(texts.map((text) => text.map((_, i) => i)));
  return { ids: joined(texts), positions, starts };
}

function joined(texts: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(texts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const text of texts) {
    all.set(text, at);
    at += text.length;
  }
  return all;
}
