import { scoreOf, zeroSmallest, zerosOf } from '#compression';

/** A matrix before an exchange, all of its arrays row by row. */
export interface Connections {
  readonly weights: Float32Array;
  /** The gradient of the loss by each weight as if it were there. */
  readonly gradients: Float32Array;
  /** 1 for each weight that is there, 0 for the others. */
  readonly mask: Float32Array;
  /** Whether a weight is gone for good. */
  readonly isGone: (index: number) => boolean;
}

/** The mask after an exchange: of the connections a share goes, those of least magnitude, and as many come, those of the greatest
 * gradients among all that are not there then (Evci et al. 2020, arXiv 1911.11134, section 3, algorithm 1). One that went may come back at
 * once: it stays as it was.
 * @param fraction of the connections */
export function exchanged({ weights, gradients, mask, isGone }: Connections, fraction: number): Float32Array {
  const there = mask.reduce((sum, each) => sum + each, 0);
  const count = zerosOf(there, fraction);
  // A connection whose weight is still 0 is there
  const left = weights.map((weight, i) => (mask[i] ? scoreOf(1, Math.abs(weight)) : 0));
  zeroSmallest([left], mask.length - there + count);
  const grown = gradients.map((slope, i) => (left[i] > 0 || isGone(i) ? 0 : scoreOf(1, Math.abs(slope))));
  zeroSmallest([grown], mask.length - count);
  return mask.map((_, i) => (left[i] > 0 || grown[i] > 0 ? 1 : 0));
}
