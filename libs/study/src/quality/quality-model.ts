import type { Predicted } from '#contracts';
import { type Belief, startFrom } from './belief.js';
import type { Observation } from './observation.js';

/** What an error is predicted from. */
export type Setting = Omit<Observation, 'training' | 'error' | 'measured'>;

/** Predicts the error of a model: a Bayesian linear regression of its logarithm, so that each cause multiplies it.
 * Learning curves are power laws in the rows (Hestness et al. 2017, arXiv 1712.00409). */
export interface QualityModel {
  /** Standard deviation of the logarithm between trainings that the settings leave unexplained: seeds, and what is not of the
   * model's form. */
  readonly spread: number;
  /** 1 - error, with the interval that holds nine of ten measurements.
   * @param measured rows of the split on which it will be measured */
  predict(setting: Setting, measured: number): Predicted;
}

/** Causes that all tasks share; that of the rows is the first. */
const SHARED = [
  ({ rows }: Setting) => Math.log(rows / TYPICAL_ROWS),
  ({ layers }: Setting) => Math.log(layers),
  ({ layers }: Setting) => Math.log(layers) ** 2,
  // Models of few layers learn later
  ({ layers, rows }: Setting) => Math.log(layers) * Math.log(rows / TYPICAL_ROWS),
  // The noise of rounding has a variance that falls by four with each bit; at 3 bits this is 1
  ({ bits }: Setting) => 4 ** (3 - bits),
  ({ covered }: Setting) => 1 - covered,
];

/** In the middle of what fine-tunings see, so that the level of a task is that of a usual training. */
const TYPICAL_ROWS = 5000;

/** A normal distribution. */
export interface Prior {
  readonly mean: number;
  readonly deviation: number;
}

/** What is held likely before anything was observed: of a cause that it may double the error or halve it, of the level of a
 * task errors from 0.02 to 0.5. */
const PRIOR = { cause: { mean: 0, deviation: 0.7 }, level: { mean: Math.log(0.15), deviation: 0.8 } };

/** Half the width of an interval that holds nine of ten, in standard deviations. */
const NINE_OF_TEN = 1.645;

/** Standard deviation of the logarithm of an error between two trainings that differ in their seed alone, at least. */
const LEAST_SPREAD = 0.03;

/** Standard deviation between the forms of one training (their bits) that the settings leave unexplained. */
const WITHIN_TRAINING = 0.03;

/** Rows below which a training has hardly begun, so that the power law does not hold yet: what is seen of it says the less of longer
 * ones the fewer they were. Pilots of some 800 and 1,100 rows of SST-2 made an error of 0.193 expected of a training that came to
 * 0.124: 0.44 in the logarithm. */
const BEGUN = { rows: 2500, deviation: 0.4 };

/** Passes of estimating the spread from what it leaves unexplained. */
const PASSES = 30;

/** @param observations of any tasks; of a task without any the level is that of the others, with a wide interval
 * @param slope what is held likely of the logarithm of the error against that of the rows */
export function fitQuality(observations: readonly Observation[], slope: Prior = PRIOR.cause): QualityModel {
  const tasks = [...new Set(observations.map(({ task }) => task))];
  const trainings = [...new Set(observations.map(trainingOf))];
  const causes = (setting: Setting) => [
    ...SHARED.map((cause) => cause(setting)),
    ...tasks.map((task) => Number(task === setting.task)),
  ];
  const fitted = (spread: number): Belief => {
    const belief = startFrom([
      ...SHARED.map((_, cause) => (cause === 0 ? slope : PRIOR.cause)),
      ...tasks.map(() => PRIOR.level),
      ...trainings.map(() => ({ mean: 0, deviation: spread })),
    ]);
    for (const observation of observations) {
      const own = trainings.map((training) => Number(training === trainingOf(observation)));
      const early = BEGUN.deviation * Math.max(0, Math.log(BEGUN.rows / observation.rows));
      const noise = WITHIN_TRAINING ** 2 + early ** 2 + samplingVariance(observation.error, observation.measured);
      belief.observe([...causes(observation), ...own], Math.log(observation.error), noise);
    }
    return belief;
  };
  let spread = 0.1;
  // How far trainings lie from what all say together is estimated from them: expectation and maximisation in turn
  for (let pass = 0; pass < PASSES && trainings.length > 0; pass++) {
    const belief = fitted(spread);
    const first = SHARED.length + tasks.length;
    const squares = trainings.map((_, i) => belief.mean[first + i] ** 2 + belief.covariance[first + i][first + i]);
    spread = Math.max(LEAST_SPREAD, Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / trainings.length));
  }
  const belief = fitted(spread);
  return {
    spread,
    predict(setting, measured) {
      const features = [...causes(setting), ...trainings.map(() => 0)];
      const known = belief.expect(features);
      const isNew = !tasks.includes(setting.task);
      const mean = known.mean + (isNew ? PRIOR.level.mean : 0);
      const variance =
        known.variance +
        (isNew ? PRIOR.level.deviation ** 2 : 0) +
        spread ** 2 +
        WITHIN_TRAINING ** 2 +
        samplingVariance(Math.min(Math.exp(mean), 0.5), measured);
      const reach = NINE_OF_TEN * Math.sqrt(variance);
      const score = (logarithm: number) => 1 - Math.min(1, Math.exp(logarithm));
      return { value: score(mean), low: score(mean + reach), high: score(mean - reach) };
    },
  };
}

const trainingOf = ({ task, training }: Observation): string => `${task}\n${training}`;

/** Variance of the logarithm of an error that was counted on so many rows: that of a binomial share. */
function samplingVariance(error: number, measured: number): number {
  return (1 - Math.min(error, 1)) / (error * measured);
}
