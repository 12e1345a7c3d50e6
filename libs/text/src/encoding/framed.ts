import type { SpecialTokens } from '../dataset.js';
import type { Numbers } from '../numbers.js';

/** Sequences `[CLS] … [SEP]` of tokens that lie one after another, made of them when they are asked for.
 * @param ids the tokens
 * @param starts of each sequence, special tokens included, and the end of the last */
export function framed(ids: Numbers, starts: Int32Array, special: SpecialTokens): Numbers {
  const length = starts[starts.length - 1];
  // Before each sequence stand two special tokens for each before it
  const from = (sentence: number) => starts[sentence] - 2 * sentence;
  return {
    length,
    byteLength: 0,
    slice(begin, end) {
      const own = new Int32Array(Math.max(0, end - begin));
      for (let sentence = containing(starts, begin); starts[sentence] < end && starts[sentence] < length; sentence++) {
        const [first, last] = [starts[sentence], starts[sentence + 1] - 1];
        if (first >= begin) own[first - begin] = special.cls;
        if (last >= begin && last < end) own[last - begin] = special.sep;
        const [low, high] = [Math.max(first + 1, begin), Math.min(last, end)];
        const offset = from(sentence) - first - 1;
        if (low < high) own.set(ids.slice(low + offset, high + offset), low - begin);
      }
      return own;
    },
  };
}

/** The sequence that a place lies in. */
function containing(starts: Int32Array, at: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high - 1) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= at) low = middle;
    else high = middle;
  }
  return low;
}
