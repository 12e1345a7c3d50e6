import type { Batch, Target } from '../batch.js';
import type { Dataset } from '../dataset.js';
import { batchOf } from './batches.js';

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
  const split = { sentences: starts.length - 1, tokens: ids.length, ids, starts };
  const sources = Array.from({ length: split.sentences / 2 }, (_, pair) => 2 * pair);
  const targets = sources.map((source) => ids.subarray(starts[source + 1], starts[source + 2]));
  const wanted = targets.map((target) => (target[0] === start && target.length > 1 ? target.subarray(1) : target));
  return { ...batchOf(split, sources), target: targetOf(wanted, start) };
}

/** Targets as a decoder takes them.
 * @param wanted what is answered to each source, its end included @param start id of the token that each begins with */
export function targetOf(wanted: readonly Int32Array[], start: number): Target {
  const starts = new Int32Array(wanted.length + 1);
  wanted.forEach(({ length }, i) => (starts[i + 1] = starts[i] + length));
  const rows = starts[wanted.length];
  const [ids, positions, labels] = [new Int32Array(rows), new Int32Array(rows), new Int32Array(rows)];
  for (const [i, text] of wanted.entries()) {
    labels.set(text, starts[i]);
    ids[starts[i]] = start;
    ids.set(text.subarray(0, -1), starts[i] + 1);
    for (let position = 1; position < text.length; position++) positions[starts[i] + position] = position;
  }
  return { ids, positions, starts, labels };
}
