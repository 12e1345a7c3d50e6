import { expect, it } from '@jest/globals';
import { fixedLevels } from './codebook.js';
import { encodedBytes } from './layout.js';

it('the paper’s 16 weights in 4 clusters take 3.2 times fewer bytes', () => {
  // Han et al. 2016, section 3: 16 x 32 / (4 x 32 + 2 x 16)
  const codebook = { kind: 'k-means', bits: 2, granularity: 'tensor', precision: 'float32' } as const;
  expect(encodedBytes([4, 4]) / encodedBytes([4, 4], { codebook })).toBe(3.2);
});

it('NormalFloat 4 has the quantiles of its definition', () => {
  // Dettmers et al. 2023, appendix E, to seven digits
  const published = [
    -1, -0.6961929, -0.525073, -0.3949175, -0.2844414, -0.1847734, -0.09105, 0, 0.0795803, 0.1609302, 0.2461123,
    0.3379152, 0.4407098, 0.562617, 0.7229567, 1,
  ];
  const levels = [...fixedLevels('nf4')!];
  published.forEach((level, i) => expect(Math.abs(levels[i] - level)).toBeLessThan(1e-6));
  // A second route: the i-th of 8 positive quantiles lies where the normal distribution is 1/2 + i (0.9677083 - 1/2) / 8,
  // of the negative ones where it is 1/2 - i (0.9677083 - 1/2) / 7, as shares of the last
  const share = (p: number, last: number) => quantile(p) / quantile(last);
  const offset = 0.9677083;
  for (let i = 1; i <= 8; i++) expect(levels[7 + i]).toBeCloseTo(share(0.5 + (i * (offset - 0.5)) / 8, offset), 5);
  for (let i = 1; i <= 7; i++) expect(levels[7 - i]).toBeCloseTo(-share(0.5 + (i * (offset - 0.5)) / 7, offset), 5);
});

/** Where the normal distribution has the value `p`, by halving. */
function quantile(p: number): number {
  let [low, high] = [0, 8];
  while (high - low > 1e-9) {
    const middle = (low + high) / 2;
    if (below(middle) < p) low = middle;
    else high = middle;
  }
  return low;
}

/** The normal distribution: 1/2 plus its density integrated by Simpson's rule. */
function below(x: number): number {
  const steps = 200;
  const density = (t: number) => Math.exp((-t * t) / 2) / Math.sqrt(2 * Math.PI);
  const weight = (i: number) => (i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2);
  const sum = Array.from({ length: steps + 1 }, (_, i) => weight(i) * density((x * i) / steps));
  return 0.5 + (sum.reduce((a, b) => a + b, 0) * x) / steps / 3;
}
