import type { Predicted } from '#contracts';
import type { Observation } from './observation.js';

/** What an error is predicted from. */
export type Setting = Omit<Observation, 'error' | 'measured'>;

/** Predicts the error of a model: a Bayesian linear regression of its logarithm, so that each cause multiplies it.
 * Learning curves are power laws in the rows (Hestness et al. 2017, arXiv 1712.00409). */
export interface QualityModel {
  /** Standard deviation of the logarithm that the settings leave unexplained. */
  readonly spread: number;
  /** 1 - error, with the interval that holds nine of ten measurements.
   * @param measured rows of the split on which it will be measured */
  predict(setting: Setting, measured: number): Predicted;
}

/** Causes that all tasks share, in this order: the rows, the layers, the bits and the vocabulary. */
const SHARED = [
  ({ rows }: Setting) => Math.log(rows / TYPICAL_ROWS),
  ({ layers }: Setting) => Math.log(layers),
  // The noise of rounding has a variance that falls by four with each bit; at 3 bits this is 1
  ({ bits }: Setting) => 4 ** (3 - bits),
  ({ covered }: Setting) => 1 - covered,
];

/** In the middle of what fine-tunings see, so that the level of a task is that of a usual training. */
const TYPICAL_ROWS = 5000;

/** What is held likely before anything was observed. Of the level of a task: errors from 0.02 to 0.5. */
const PRIOR = { cause: 1, level: { mean: Math.log(0.15), deviation: 0.8 } };

/** Half the width of an interval that holds nine of ten, in standard deviations. */
const NINE_OF_TEN = 1.645;

/** Standard deviation of the logarithm of an error between two trainings that differ in their seed alone, at least. */
const LEAST_SPREAD = 0.03;

/** @param observations of any tasks; of a task without any the level is that of the others, with a wide interval */
export function fitQuality(observations: readonly Observation[]): QualityModel {
  const tasks = [...new Set(observations.map(({ task }) => task))];
  let spread = 0.1;
  let posterior = posteriorOf(observations, tasks, spread);
  // How far observations lie from what they say together is estimated from them
  for (let pass = 0; pass < 20; pass++) {
    const squares = observations.map((observation) => {
      const off = Math.log(observation.error) - posterior.mean(row(observation, tasks));
      return Math.max(0, off ** 2 - samplingVariance(observation.error, observation.measured));
    });
    const free = Math.max(1, observations.length - SHARED.length - tasks.length);
    spread = Math.max(LEAST_SPREAD, Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / free));
    posterior = posteriorOf(observations, tasks, spread);
  }
  return {
    spread,
    predict(setting, measured) {
      const features = row(setting, tasks);
      const mean = posterior.mean(features);
      const variance = posterior.variance(features) + spread ** 2 + samplingVariance(Math.exp(mean), measured);
      const reach = NINE_OF_TEN * Math.sqrt(variance);
      const score = (logarithm: number) => 1 - Math.min(1, Math.exp(logarithm));
      return { value: score(mean), low: score(mean + reach), high: score(mean - reach) };
    },
  };
}

/** Variance of the logarithm of an error that was counted on so many rows: that of a binomial share. */
function samplingVariance(error: number, measured: number): number {
  return (1 - Math.min(error, 1)) / (error * measured);
}

/** A row of the design: the shared causes, then which task it is. */
function row(setting: Setting, tasks: readonly string[]): number[] {
  return [...SHARED.map((cause) => cause(setting)), ...tasks.map((task) => Number(task === setting.task))];
}

/** The coefficients as they are known after the observations: a normal distribution, taken from the prior by one observation
 * after another (the recursive form of Bayesian linear regression, Bishop 2006, section 3.3). */
function posteriorOf(observations: readonly Observation[], tasks: readonly string[], spread: number) {
  const priors = [...SHARED.map(() => ({ mean: 0, deviation: PRIOR.cause })), ...tasks.map(() => PRIOR.level)];
  const mean = priors.map((prior) => prior.mean);
  const covariance = priors.map(({ deviation }, i) => priors.map((_, j) => (i === j ? deviation ** 2 : 0)));
  for (const observation of observations) {
    const x = row(observation, tasks);
    const along = covariance.map((line) => dot(line, x));
    const noise = spread ** 2 + samplingVariance(observation.error, observation.measured);
    const total = dot(along, x) + noise;
    const off = Math.log(observation.error) - dot(mean, x);
    along.forEach((value, i) => {
      mean[i] += (value * off) / total;
      along.forEach((other, j) => (covariance[i][j] -= (value * other) / total));
    });
  }
  return {
    mean: (features: readonly number[]) => dot(features, mean) + (isNew(features) ? PRIOR.level.mean : 0),
    variance: (features: readonly number[]) =>
      dot(
        features,
        covariance.map((line) => dot(line, features)),
      ) + (isNew(features) ? PRIOR.level.deviation ** 2 : 0),
  };
}

/** Whether a row is of a task that was not observed. */
const isNew = (features: readonly number[]) => features.slice(SHARED.length).every((value) => value === 0);

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * b[i], 0);
