import { zeroSmallest, zerosOf } from '#compression';

/** The bits of zero: what `zeroSmallest` leaves of a score that is among the lowest. */
const GONE = 0;

/** Which weights stay, those of the highest scores: 1 for each that does, in the order of `scores`.
 * @param isGone whether a weight is zero for good already, by tensor and index: such weights go first
 * @param scope whether scores are compared in each tensor, or over all */
export function masksOf(
  scores: readonly Float32Array[],
  sparsity: number,
  scope: 'tensor' | 'global',
  isGone: (tensor: number, index: number) => boolean,
): Float32Array[] {
  const ranks = scores.map((own, tensor) => ranked(own, (index) => isGone(tensor, index)));
  for (const group of scope === 'tensor' ? ranks.map((own) => [own]) : [ranks]) {
    const size = group.reduce((sum, { length }) => sum + length, 0);
    zeroSmallest(group, zerosOf(size, sparsity));
  }
  return ranks.map((own) => {
    const bits = new Uint32Array(own.buffer);
    return Float32Array.from(bits, (rank) => (rank === GONE ? 0 : 1));
  });
}

/** Numbers whose magnitudes are in the order of the scores, signs and all: the bits of a float32, those of negative ones turned
 * round, are in that order (IEEE 754); the last bit is given up, since magnitudes have 31. */
function ranked(scores: Float32Array, isGone: (index: number) => boolean): Float32Array {
  const ranks = new Float32Array(scores.length);
  const [from, to] = [new Uint32Array(scores.buffer, scores.byteOffset, scores.length), new Uint32Array(ranks.buffer)];
  for (let i = 0; i < from.length; i++) {
    const bits = from[i];
    const ordered = bits & 0x80000000 ? ~bits : bits | 0x80000000;
    to[i] = isGone(i) ? GONE : Math.max(1, ordered >>> 1);
  }
  return ranks;
}
