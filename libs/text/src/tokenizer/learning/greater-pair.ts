/** Whether a pair of pieces is greater than another by the code points of the left one, then of the right one, as Python
 * compares tuples of strings. */
export function isGreater(first: readonly [string, string], second: readonly [string, string]): boolean {
  return (compared(first[0], second[0]) || compared(first[1], second[1])) > 0;
}

/** Code points have another order than the units of UTF-16 where surrogates stand. */
function compared(a: string, b: string): number {
  for (let at = 0; at < a.length && at < b.length; at++) {
    if (a[at] !== b[at]) return a.codePointAt(at)! - b.codePointAt(at)!;
  }
  return a.length - b.length;
}
