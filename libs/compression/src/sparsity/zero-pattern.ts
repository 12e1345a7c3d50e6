import type { Pattern } from '#methods';

/** Sets all but the `kept` greatest of each `of` consecutive scores to zero, in place; the last ones may be fewer. Of equal ones
 * those that come first go first.
 * @param scores not negative, of one output's inputs */
export function zeroPattern(scores: Float32Array, { kept, of }: Pattern): void {
  for (let from = 0; from < scores.length; from += of) {
    const to = Math.min(scores.length, from + of);
    const gone = new Uint8Array(to - from);
    for (let surplus = to - from - kept; surplus > 0; surplus--) {
      let least = -1;
      for (let i = from; i < to; i++) if (!gone[i - from] && (least < 0 || scores[i] < scores[least])) least = i;
      gone[least - from] = 1;
    }
    for (let i = from; i < to; i++) if (gone[i - from]) scores[i] = 0;
  }
}
