/** What is known of coefficients: a normal distribution, which observations narrow one after another (Bayesian linear
 * regression in its recursive form; Bishop 2006, section 3.3). */
export interface Belief {
  readonly mean: readonly number[];
  readonly covariance: readonly (readonly number[])[];
  /** Takes in that the sum of the coefficients times `features` was `value`, but for noise of this variance. */
  observe(features: readonly number[], value: number, noise: number): void;
  /** The sum of the coefficients times `features`, as it is known. */
  expect(features: readonly number[]): { readonly mean: number; readonly variance: number };
}

/** @param priors of the coefficients, each by itself */
export function startFrom(priors: readonly { readonly mean: number; readonly deviation: number }[]): Belief {
  const mean = priors.map((prior) => prior.mean);
  const covariance = priors.map(({ deviation }, i) => priors.map((_, j) => (i === j ? deviation ** 2 : 0)));
  const along = (features: readonly number[]) => covariance.map((line) => dot(line, features));
  return {
    mean,
    covariance,
    observe(features, value, noise) {
      const direction = along(features);
      const variance = dot(direction, features) + noise;
      const off = value - dot(mean, features);
      direction.forEach((one, i) => {
        mean[i] += (one * off) / variance;
        direction.forEach((other, j) => (covariance[i][j] -= (one * other) / variance));
      });
    },
    expect: (features) => ({ mean: dot(mean, features), variance: dot(along(features), features) }),
  };
}

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * b[i], 0);
