import type { Pattern } from '#methods';

/** Sets all but the `kept` greatest of each `of` consecutive scores to zero, in place. Of equal ones those that come first go
 * first.
 * @param scores not negative, a multiple of `of` */
export function zeroPattern(scores: Float32Array, { kept, of }: Pattern): void {
  for (let from = 0; from < scores.length; from += of) {
    const to = from + of;
    const gone = new Uint8Array(of);
    for (let surplus = of - kept; surplus > 0; surplus--) {
      let least = -1;
      for (let i = from; i < to; i++) if (!gone[i - from] && (least < 0 || scores[i] < scores[least])) least = i;
      gone[least - from] = 1;
    }
    for (let i = from; i < to; i++) if (gone[i - from]) scores[i] = 0;
  }
}
