import { expect, it } from '@jest/globals';
import { bytesOver, chooseRange, type Histogram } from './range.js';

/** The histogram of values, in bins over all of them. */
function histogramOf(values: readonly number[], bins: number): Histogram {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const counts = new Float64Array(bins);
  for (const value of values) counts[Math.min(bins - 1, Math.floor(((value - least) * bins) / (most - least)))]++;
  return { least, most, counts };
}

/** Quantiles of a normal distribution, as many as asked for, by the logistic approximation 1.702. */
const bell = (count: number) =>
  Array.from({ length: count }, (_, i) => Math.log((i + 0.5) / (count - i - 0.5)) / 1.702);

/** What rounding to bytes makes of values, as the sum of squares. */
const errorOf = (values: readonly number[], { scale, zero }: { scale: number; zero: number }) =>
  values.reduce((sum, value) => {
    const byte = Math.min(255, Math.max(0, Math.round(value / scale) + zero));
    return sum + (value - (byte - zero) * scale) ** 2;
  }, 0);

// onnxruntime.quantization 1.32: compute_scale_zp(rmin, rmax, 0, 255)
it.each([
  [-1, 3, 4 / 255, 64],
  [0.5, 2, 2 / 255, 0],
  [-6, -2, 6 / 255, 255],
  [0, 0, 1, 0],
])('bytes over %f to %f have the scale and zero of ONNX Runtime’s own tool', (least, most, scale, zero) => {
  const bytes = bytesOver(least, most);
  expect(bytes.scale).toBeCloseTo(scale, 12);
  expect(bytes.zero).toBe(zero);
});

it('takes all, all but the tails, or what rounds best', () => {
  const values = [...bell(20000), 60];
  const histogram = histogramOf(values, 2048);
  const all = chooseRange(histogram, 'min-max');
  expect(255 * all.scale).toBeCloseTo(60 - Math.min(...values), 6);
  const inner = chooseRange(histogram, 'percentile');
  // One in 20,000 is cut at each end: the quantiles of 1/20,000 are at -5.8 and 5.8, in bins of 0.03
  expect(255 * inner.scale).toBeGreaterThan(10);
  expect(255 * inner.scale).toBeLessThan(13);
  const best = errorOf(values, chooseRange(histogram, 'mse'));
  for (let share = 0.2; share <= 1; share += 0.05) {
    const other = bytesOver(share * histogram.least, share * histogram.most);
    expect(best).toBeLessThan(1.02 * errorOf(values, other));
  }
});

it.each(['min-max', 'percentile', 'mse'] as const)('rounds to nothing where all is zero: %s', (how) => {
  expect(chooseRange({ least: 0, most: 0, counts: new Float64Array(8) }, how)).toEqual({ scale: 1, zero: 0 });
});
