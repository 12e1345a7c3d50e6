import { TlcError } from '#contracts';
import { groupStarts, type Grid, type GridSpec } from '#families';
import { middle, roundHalfToEven } from './project.js';

/** How the range of a grid is chosen. */
export interface FitOptions extends GridSpec {
  /** `min-max`: the grid reaches from the least to the greatest value of a group. `mse`: it is narrowed to where the
   * squared error is least, which matters at 4 bits and fewer. */
  readonly range?: 'min-max' | 'mse';
}

/** Scale and zero point of a group. */
interface Step {
  readonly scale: number;
  readonly zero: number;
}

/** Shares of the full range that are tried, falling: 24 from 1 down to 1/25, each 13 % less, then 12 around the best. */
const COARSE = Array.from({ length: 24 }, (_, i) => 25 ** (-i / 23));
const FINE = Array.from({ length: 12 }, (_, i) => 25 ** ((5.5 - i) / 6 / 23));

/** Least scale: below it, where float32 has fewer digits, values are taken for zero. */
const LEAST_SCALE = 2 ** -126;

/** Somewhat less than the greatest float32, so that a product of a rounded scale stays finite. */
const MOST = (1 - 2 ** -20) * 2 ** 128;

/**
 * A grid for a tensor. Zero is always on it.
 *
 * @param values in the order of files ([out, in] for a linear weight)
 * @param shape in files
 * @throws TlcError MODEL_NOT_FINITE
 */
export function fitGrid(values: Float32Array, shape: readonly number[], options: FitOptions): Grid {
  const { bits, granularity, groupSize, symmetric, range = 'min-max' } = options;
  const starts = groupStarts(shape, options);
  const scales = new Float32Array(starts.length - 1);
  const zeros = new Uint8Array(starts.length - 1);
  for (let group = 0; group < scales.length; group++) {
    const part = values.subarray(starts[group], starts[group + 1]);
    const [low, high] = extremes(part);
    const stepOf = (share: number) =>
      symmetric ? symmetricStep(low * share, high * share, bits) : asymmetricStep(low * share, high * share, bits);
    const step = range === 'mse' ? best(part, [low, high], bits, stepOf) : stepOf(1);
    scales[group] = step.scale;
    zeros[group] = step.zero;
  }
  return { bits, granularity, ...(groupSize !== undefined && { groupSize }), scales, ...(!symmetric && { zeros }) };
}

/** The least and the greatest value, zero among them. */
function extremes(values: Float32Array): [low: number, high: number] {
  let low = 0;
  let high = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value - value !== 0) throw new TlcError('MODEL_NOT_FINITE', `A value to be put on a grid is ${value}.`);
    if (value < low) low = value;
    else if (value > high) high = value;
  }
  return [low, high];
}

function symmetricStep(low: number, high: number, bits: number): Step {
  const zero = middle(bits);
  return { scale: usable(Math.max(high / (zero - 1), -low / zero), zero), zero };
}

function asymmetricStep(low: number, high: number, bits: number): Step {
  const last = 2 ** bits - 1;
  const step = usable((high - low) / last, 1);
  const zero = Math.min(last, roundHalfToEven(-low / step));
  return { scale: usable(step, Math.max(zero, last - zero)), zero };
}

/** A scale in float32 whose multiples up to `greatest` times are finite; 1 where all values are as good as zero. */
function usable(scale: number, greatest: number): number {
  const rounded = Math.fround(Math.min(scale, MOST / greatest));
  return rounded < LEAST_SCALE ? 1 : rounded;
}

/** The step of least squared error among shares of the full range. */
function best(
  values: Float32Array,
  [low, high]: [number, number],
  bits: number,
  stepOf: (share: number) => Step,
): Step {
  let share = 1;
  let least = Infinity;
  const tryShares = (shares: readonly number[]) => {
    for (const candidate of shares) {
      const { scale, zero } = stepOf(candidate);
      const lowest = -zero;
      const highest = 2 ** bits - 1 - zero;
      // What the extremes alone cost; it grows as shares fall
      const cut = Math.max(0, high - highest * scale) ** 2 + Math.max(0, lowest * scale - low) ** 2;
      if (cut >= least) break;
      const error = squaredError(values, scale, lowest, highest);
      if (error < least) {
        share = candidate;
        least = error;
      }
    }
  };
  tryShares(COARSE);
  const around = share;
  tryShares(FINE.map((factor) => factor * around).filter((fine) => fine < 1));
  return stepOf(share);
}

/** Sum of squared differences between values and their nearest on the grid. */
function squaredError(values: Float32Array, scale: number, lowest: number, highest: number): number {
  const perUnit = 1 / scale;
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    const code = roundHalfToEven(values[i] * perUnit);
    const difference = values[i] - (code < lowest ? lowest : code > highest ? highest : code) * scale;
    sum += difference * difference;
  }
  return sum;
}
