import type { Value } from '../translation/measure.js';

/** Numbers in a row up to which NumPy adds with eight sums side by side. */
const BLOCK = 128;

/** Scores as a NumPy array has them: single precision if all are. What NumPy computes of them is rounded to that. */
export class NumpyArray {
  readonly isSingle: boolean;
  readonly values: Float64Array;
  private readonly round: (value: number) => number;

  constructor(values: readonly Value[]) {
    this.isSingle = values.every(({ isSingle }) => isSingle);
    this.values = Float64Array.from(values, ({ value }) => value);
    this.round = this.isSingle ? Math.fround : (value) => value;
  }

  /** The same scores in order: the order of a sum decides its last bit. */
  sorted(): NumpyArray {
    const { isSingle } = this;
    return new NumpyArray(Array.from(this.values.slice().sort(), (value) => ({ value, isSingle })));
  }

  /** `numpy.mean`. */
  mean(): number {
    return this.round(this.sum(0, this.values.length) / this.values.length);
  }

  /** NumPy's pairwise summation. */
  private sum(from: number, length: number): number {
    const { values, round } = this;
    if (length < 8) {
      let sum = 0;
      for (let i = 0; i < length; i++) sum = round(sum + values[from + i]);
      return sum;
    }
    if (length <= BLOCK) {
      const r = Array.from({ length: 8 }, (_, i) => values[from + i]);
      const whole = length - (length % 8);
      for (let i = 8; i < whole; i++) r[i % 8] = round(r[i % 8] + values[from + i]);
      const [a, b, c, d] = [0, 2, 4, 6].map((i) => round(r[i] + r[i + 1]));
      let sum = round(round(a + b) + round(c + d));
      for (let i = whole; i < length; i++) sum = round(sum + values[from + i]);
      return sum;
    }
    const half = Math.floor(length / 2) - (Math.floor(length / 2) % 8);
    return round(this.sum(from, half) + this.sum(from + half, length - half));
  }

  /** The differences from another array, without sign. */
  distances(other: NumpyArray): NumpyArray {
    const isSingle = this.isSingle && other.isSingle;
    const round = isSingle ? Math.fround : (value: number) => value;
    return new NumpyArray(
      Array.from(this.values, (value, i) => ({ value: Math.abs(round(value - other.values[i])), isSingle })),
    );
  }

  /** How many are above the mean of all by more than `difference`. */
  countAboveMean(difference: number): number {
    const mean = this.mean();
    const least = this.round(difference);
    return this.values.reduce((count, value) => count + (this.round(value - mean) > least ? 1 : 0), 0);
  }
}

/** Half of the interval that 95 % of the values lie in: of 1,000 the 26th and the 975th decide. */
export function halfInterval(scores: NumpyArray): number {
  const { values, isSingle } = scores.sorted();
  const lower = Math.floor(values.length / 40);
  const half = 0.5 * (values[values.length - lower - 1] - values[lower]);
  return isSingle ? Math.fround(half) : half;
}
