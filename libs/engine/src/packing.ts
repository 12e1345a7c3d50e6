import { checkWhole, refuse } from './shape-checks.js';

/** Where the sentences of a packed batch lie: one after another, without padding. */
export interface Packing {
  /** [sentences + 1]: sentence i has the rows starts[i] to starts[i + 1] − 1 */
  readonly starts: Int32Array;
  readonly sentences: number;
  /** of all sentences together */
  readonly rows: number;
  /** rows of the longest sentence; 0 in a batch of none */
  readonly longest: number;
  /** What attention over this batch as queries has worked out, by the batch of its keys. */
  readonly prepared: Map<Packing, unknown>;
  /** Forgets what was prepared. It is worked out again if the batch is used again. */
  dispose(): void;
}

/**
 * Describes a packed batch.
 *
 * @param starts [sentences + 1], from 0, rising; `[0]` is a batch of no sentences. It must not change afterwards.
 * @throws ENGINE_WRONG_SHAPE when it does not start at 0, or a sentence has no rows
 */
export function packing(starts: Int32Array): Packing {
  checkWhole('packing', 'starts', starts);
  if (starts[0] !== 0) refuse('packing', `starts begins with ${starts[0]}, expected 0`);
  let longest = 0;
  for (let i = 1; i < starts.length; i++) {
    const length = starts[i] - starts[i - 1];
    if (length < 1) {
      refuse(
        'packing',
        `sentence ${i - 1} has rows ${starts[i - 1]} to before ${starts[i]}, expected at least one row`,
      );
    }
    longest = Math.max(longest, length);
  }
  const prepared = new Map<Packing, unknown>();
  const sentences = starts.length - 1;
  return { starts, sentences, rows: starts[sentences], longest, prepared, dispose: () => prepared.clear() };
}
