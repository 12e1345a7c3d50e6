import type { Spread } from '#contracts';

/** Share of means that the interval holds. */
const LEVEL = 0.95;

/** Mean of the values with its 95 % interval: t(n - 1) · s / √n, where s is the sample's standard deviation (Student,
 * 1908). One value has no interval.
 * @param values one or more */
export function spread(values: readonly number[]): Spread {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n < 2) return { mean, values };
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  return { mean, half_width: studentQuantile(n - 1) * Math.sqrt(variance / n), values };
}

/** The t that |T| stays below with a probability of 95 %, T of Student's distribution: bisection over the angle
 * atan(t / √freedom).
 * @param freedom degrees of freedom, 1 or more */
export function studentQuantile(freedom: number): number {
  let [low, high] = [0, Math.PI / 2];
  for (let i = 0; i < 60; i += 1) {
    const middle = (low + high) / 2;
    if (within(middle, freedom) < LEVEL) low = middle;
    else high = middle;
  }
  return Math.sqrt(freedom) * Math.tan(low);
}

/** P(|T| ≤ √freedom · tan(angle)): Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 26.7.3 and 26.7.4. */
function within(angle: number, freedom: number): number {
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const isOdd = freedom % 2 === 1;
  let term = isOdd ? cosine : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let k = isOdd ? 3 : 2; k <= freedom - 2; k += 2) {
    term *= ((k - 1) / k) * cosine ** 2;
    sum += term;
  }
  return isOdd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum;
}
