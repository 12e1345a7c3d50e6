import { random } from '#engine';
import { dimensions } from '#families';
import type { Model } from '#models';
import type { Batch, Target } from '#text';

/** Tokens of the longest sentence that an exported file is tried with. */
const LONGEST = 512;

/** Lengths of the sentences by which an exported file is compared with the engine. */
const LENGTHS = [16, 3, 9, 1];

/** A batch of random tokens, as long as the model takes. */
export function trialBatch({ config }: Model): Batch {
  const numbers = random(0).derive('export');
  const { vocabulary, positions } = dimensions(config);
  const lengths = [positions, ...LENGTHS].map((length) => Math.min(length, positions, LONGEST));
  const starts = Int32Array.from([0, ...lengths]).map((_, i, all) => all.slice(0, i + 1).reduce((a, b) => a + b, 0));
  const rows = starts[lengths.length];
  return everyRow({
    ids: Int32Array.from({ length: rows }, () => numbers.integer(vocabulary)),
    positions: Int32Array.from(lengths.flatMap((length) => Array.from({ length }, (_, i) => i))),
    types: new Int32Array(rows),
    starts,
    target: targetsOf(lengths, () => numbers.integer(vocabulary)),
  });
}

/** A batch that is asked for every token: a graph answers for all, masked or not. */
export const everyRow = (batch: Batch): Batch => ({
  ...batch,
  masked: { rows: batch.ids.map((_, i) => i), labels: new Int32Array(batch.ids.length) },
});

/** What a decoder is given: texts of these lengths, the longest one last. */
function targetsOf(lengths: readonly number[], token: () => number): Target {
  const own = lengths.toSorted((a, b) => a - b);
  const starts = [0];
  for (const length of own) starts.push(starts.at(-1)! + length);
  const rows = starts.at(-1)!;
  return {
    ids: Int32Array.from({ length: rows }, token),
    positions: Int32Array.from(own.flatMap((length) => Array.from({ length }, (_, i) => i))),
    starts: Int32Array.from(starts),
    labels: new Int32Array(rows),
  };
}
