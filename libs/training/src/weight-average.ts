import { privateCopy, type Tensor, tf, type Variable } from '#engine';

/** The exponential moving average of weights in training (Polyak and Juditsky 1992; Izmailov et al. 2018 compare). */
export interface WeightAverage {
  /** By the names of the weights; none where no average is kept. */
  readonly variables: ReadonlyMap<string, Variable>;
  /** Takes the weights in after a step, counted from 1. */
  afterStep(step: number): void;
  /** Makes the averages the weights, and the weights the averages. Doing it twice changes nothing. */
  swap(): void;
  dispose(): void;
}

/** @param decay what a step leaves of the average, less in the first steps: min(decay, (1 + step) / (10 + step)), so that the
 * starting weights are soon forgotten; 0 keeps no average */
export function weightAverage(decay: number, weights: ReadonlyMap<string, Variable>): WeightAverage {
  const variables = new Map<string, Variable>();
  if (decay > 0) {
    for (const [name, weight] of weights) {
      variables.set(
        name,
        tf.tidy(() => tf.variable(privateCopy<Tensor>(weight), false)),
      );
    }
  }
  const each = (change: (average: Variable, weight: Variable) => void) => {
    for (const [name, average] of variables) tf.tidy(() => change(average, weights.get(name)!));
  };
  return {
    variables,
    afterStep: (step) => {
      const keep = Math.min(decay, (1 + step) / (10 + step));
      each((average, weight) => average.assign(tf.add(tf.mul(average, keep), tf.mul(weight, 1 - keep))));
    },
    swap: () =>
      each((average, weight) => {
        const before: Tensor = tf.clone(weight);
        weight.assign(average);
        average.assign(before);
      }),
    dispose: () => tf.dispose([...variables.values()]),
  };
}
