import { setImmediate } from 'node:timers/promises';
import { tf, valueAndGradients } from '#engine';
import { type Model, loss, weightsOf } from '#models';
import type { Batch } from '#text';

/** The derivatives of a batch's mean loss by gates before linear layers: numbers that are 1 and would multiply the columns of
 * a weight, that is the layer's inputs, `[in]` of each. With batches of one sentence they are those of a sentence. */
export type GateGradients = ReadonlyMap<string, Float32Array>;

/** What to differentiate, and over which data. */
export interface GateRequest {
  /** Names of the weights [out, in]. */
  readonly weights: readonly string[];
  /** Batches of the train split; all when there are fewer. */
  readonly batches: number;
  /** Sentences of a batch; 1 when left out. */
  readonly sentences?: number;
}

/** Gives `use` the derivatives of each batch. The product of a weight and its gradient, summed over a column, is the derivative
 * by that column's gate, so that no gate needs to be there: dL/dξ_c = Σ_r W_rc dL/dW_rc. */
export async function gateGradients(
  model: Model,
  weights: readonly string[],
  batches: Iterable<Batch>,
  use: (gradients: GateGradients) => void,
): Promise<void> {
  const variables = new Map(weights.map((name) => [name, tf.variable(model.parameters.get(name)!.value)]));
  const own = weightsOf(model);
  try {
    for (const batch of batches) {
      const { gradients } = valueAndGradients(
        () => loss((name) => variables.get(name) ?? own(name), model, batch),
        variables,
      );
      const columns = [...gradients].map(([name, gradient]) => {
        const sums = tf.tidy(() => tf.sum(tf.mul(gradient, variables.get(name)!), 0).dataSync());
        return [name, Float32Array.from(sums)] as const;
      });
      tf.dispose([...gradients.values()]);
      use(new Map(columns));
      await setImmediate();
    }
  } finally {
    for (const variable of variables.values()) variable.dispose();
  }
}
