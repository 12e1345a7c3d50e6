import type { Rounding, Value } from '../translation/measure.js';

/** TER (Snover et al., 2006): edits over the mean length of the references, in percent; of empty references 100, or 0
 * where the hypotheses are empty too.
 * @param counts edits, and words of the references */
export function scoreTer(counts: ArrayLike<number>, rounding: Rounding = 'double'): Value {
  const [edits, length] = [counts[0], counts[1]];
  if (!(length > 0)) return { value: edits > 0 ? 100 : 0, isSingle: false };
  if (rounding !== 'single') return { value: 100 * (edits / length), isSingle: false };
  return { value: Math.fround(100 * Math.fround(edits / length)), isSingle: true };
}
