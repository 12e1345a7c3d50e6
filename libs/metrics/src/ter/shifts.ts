import { EditDistance } from './edit-distance.js';

/** Tercom's limits: words that are shifted at once, and how far; and sacreBLEU's, of shifts that are tried. */
const LONGEST_SHIFT = 10;
const FARTHEST_SHIFT = 50;
const MOST_CANDIDATES = 1000;

/** The words with `length` of them, from `start` on, moved to before `target`, written to `out`. A target within them
 * moves them to the right by as much as it lies within.
 * @returns the first word and one past the last one that may be another now */
export function shift(
  words: Int32Array,
  start: number,
  length: number,
  target: number,
  out: Int32Array,
): [from: number, to: number] {
  const stop = start + length;
  let [from, to] = [start, target];
  if (target < start) [from, to] = [target, stop];
  else if (target <= stop) to = Math.min(words.length, target + length);
  out.set(words);
  if (target < start) {
    out.set(words.subarray(start, stop), target);
    out.set(words.subarray(target, start), target + length);
  } else {
    out.set(words.subarray(stop, to), start);
    out.set(words.subarray(start, stop), start + to - stop);
  }
  return [from, to];
}

/** Of the shifts of one hypothesis: the best one, and how many were tried so far. */
interface Found {
  readonly gain: number;
  readonly words: Int32Array | undefined;
  readonly tried: number;
}

/** Tries the shifts of runs of words that the reference has elsewhere, where both the run and its place in the
 * reference are wrong. The one that shortens the distance most is best; of equals the longest, then the leftmost run,
 * then the leftmost target. */
function bestShift(words: Int32Array, reference: Int32Array, distance: EditDistance, tried: number): Found {
  const before = distance.measure(words);
  if (before === 0) return { gain: 0, words: undefined, tried };
  const { hypothesisOf, hypothesisErrors, referenceErrors } = distance.align(words);
  distance.measureBehind(words);
  const shifted = new Int32Array(words.length);
  let best: { gain: number; length: number; start: number; target: number } | undefined;

  function attempt(start: number, length: number, target: number): void {
    const [from, to] = shift(words, start, length, target, shifted);
    // Only a shorter distance counts, or an equal one that is ahead in order
    const most = before - (best ? best.gain : 1);
    const gain = before - distance.shifted(shifted, from, to, most);
    if (gain < 1 || (best && !isBetter({ gain, length, start, target }, best))) return;
    best = { gain, length, start, target };
  }

  search: for (let start = 0; start < words.length; start++) {
    const [least, most] = [Math.max(0, start - FARTHEST_SHIFT), Math.min(reference.length - 1, start + FARTHEST_SHIFT)];
    for (let at = least; at <= most; at++) {
      const longest = Math.min(LONGEST_SHIFT, words.length - start, reference.length - at);
      for (let length = 1; length <= longest && words[start + length - 1] === reference[at + length - 1]; length++) {
        if (hypothesisErrors[start + length] === hypothesisErrors[start]) continue;
        if (referenceErrors[at + length] === referenceErrors[at]) continue;
        if (start <= hypothesisOf[at] && hypothesisOf[at] < start + length) continue;
        let previous = -1;
        for (let offset = -1; offset < length; offset++) {
          const target = at + offset < 0 ? 0 : hypothesisOf[at + offset] + 1;
          if (target === previous) continue;
          previous = target;
          attempt(start, length, target);
          tried++;
        }
        if (tried >= MOST_CANDIDATES) break search;
      }
    }
  }
  if (!best) return { gain: 0, words: undefined, tried };
  shift(words, best.start, best.length, best.target, shifted);
  return { gain: best.gain, words: shifted, tried };
}

interface Candidate {
  readonly gain: number;
  readonly length: number;
  readonly start: number;
  readonly target: number;
}

function isBetter(a: Candidate, b: Candidate): boolean {
  if (a.gain !== b.gain) return a.gain > b.gain;
  if (a.length !== b.length) return a.length > b.length;
  return a.start !== b.start ? a.start < b.start : a.target < b.target;
}

/** The least number of edits that make a hypothesis the reference: shifts of runs of words, found greedily, and then
 * words inserted, deleted or exchanged (Snover et al., 2006, section 3; Tercom's limits). Both are numbers of words. */
export function translationEdits(hypothesis: Int32Array, reference: Int32Array): number {
  if (reference.length === 0) return hypothesis.length;
  const distance = new EditDistance(reference, hypothesis.length);
  let words = hypothesis;
  let shifts = 0;
  for (let tried = 0; ;) {
    const found = bestShift(words, reference, distance, tried);
    tried = found.tried;
    if (tried >= MOST_CANDIDATES || !found.words) break;
    shifts++;
    words = found.words;
  }
  return shifts + distance.measure(words);
}
