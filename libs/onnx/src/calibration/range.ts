/** What inputs of a product are rounded to: unsigned bytes, value = (byte - zero) * scale. */
export interface ByteRange {
  readonly scale: number;
  readonly zero: number;
}

/** How a range is chosen from the values that came (Wu et al. 2020, arXiv 2004.09602, section 3.3): all of them, all but one in
 * ten thousand, or the range whose rounding has the least squared error. */
export const CALIBRATIONS = ['min-max', 'percentile', 'mse'] as const;
export type Calibration = (typeof CALIBRATIONS)[number];

/** How often values came, in bins of one width from `least` to `most`. */
export interface Histogram {
  readonly least: number;
  readonly most: number;
  readonly counts: Float64Array;
}

const PERCENTILE = 0.9999;

/** Shares of the whole range that are tried, and how finely. */
const [NARROWEST, STEP] = [0.2, 0.01];

/** Bytes over a range that holds zero, which stays exact. */
export function bytesOver(least: number, most: number): ByteRange {
  const [low, high] = [Math.min(least, 0), Math.max(most, 0)];
  const scale = high > low ? (high - low) / 255 : 1;
  return { scale, zero: Math.round((0 - low) / scale) };
}

/** The range for values of a histogram. */
export function chooseRange(histogram: Histogram, how: Calibration): ByteRange {
  const { least, most } = histogram;
  if (how === 'min-max' || !(most > least)) return bytesOver(least, most);
  return how === 'percentile' ? withoutTails(histogram) : leastError(histogram);
}

function withoutTails({ least, most, counts }: Histogram): ByteRange {
  const width = (most - least) / counts.length;
  const tail = (counts.reduce((a, b) => a + b, 0) * (1 - PERCENTILE)) / 2;
  const binsWithin = (ordered: Iterable<number>) => {
    let [sum, bins] = [0, 0];
    for (const count of ordered) {
      sum += count;
      if (sum > tail) break;
      bins++;
    }
    return bins;
  };
  return bytesOver(least + width * binsWithin(counts), most - width * binsWithin(counts.toReversed()));
}

function leastError(histogram: Histogram): ByteRange {
  let [best, error] = [bytesOver(histogram.least, histogram.most), Infinity];
  for (let share = 1; share >= NARROWEST; share -= STEP) {
    const range = bytesOver(share * histogram.least, share * histogram.most);
    const own = squaredError(histogram, range);
    if (own < error) [best, error] = [range, own];
  }
  return best;
}

/** The sum of squared differences that rounding makes, each value taken for the middle of its bin. */
function squaredError({ least, most, counts }: Histogram, { scale, zero }: ByteRange): number {
  const width = (most - least) / counts.length;
  let sum = 0;
  for (let bin = 0; bin < counts.length; bin++) {
    const value = least + (bin + 0.5) * width;
    const byte = Math.min(255, Math.max(0, Math.round(value / scale) + zero));
    sum += counts[bin] * (value - (byte - zero) * scale) ** 2;
  }
  return sum;
}
