import { setImmediate } from 'node:timers/promises';
import { type Random, type Tensor, tf, type Variable, valueAndGradients } from '#engine';
import { type Model, loss, weightsOf } from '#models';
import type { Batch } from '#text';

/** Of which weights, and how exactly. */
export interface TraceRequest {
  /** Names of the weights. */
  readonly weights: readonly string[];
  /** Directions that are looked into, each with another batch of 32 sentences of the train split; once all have been seen they
   * come again. */
  readonly probes: number;
}

/** By how much weights are moved, as a share of their root mean square: the third derivatives’ part is small beside the second’s
 * then, and gradients differ in more than their last digits. */
const STEP = 1e-3;

/** For each weight the trace of its block of the Hessian of the mean loss, by Hutchinson's estimator: the mean of vᵀHv over vectors v
 * of -1 and 1 (Dong et al. 2020, arXiv 1911.03852, section 3.2; Hutchinson 1990). There is no backward pass of the backward pass, so
 * Hv is the central difference of two gradients, (∇L(w + εv) - ∇L(w - εv)) / 2ε; all weights move at once, and of Hv each takes
 * its own part. No dropout takes part.
 * @param batchesOf a fresh iteration over batches, at least one
 * @param done told the share of the probes that are done */
export async function hessianTraces(
  model: Model,
  { weights, probes }: TraceRequest,
  batchesOf: () => Iterable<Batch>,
  numbers: Random,
  done: (share: number) => void,
): Promise<ReadonlyMap<string, number>> {
  const variables = new Map(weights.map((name) => [name, tf.variable(model.parameters.get(name)!.value)]));
  const own = weightsOf(model);
  const sums = new Map(weights.map((name) => [name, 0]));
  try {
    for (let probe = 0; probe < probes;) {
      for (const batch of batchesOf()) {
        const gradients = () =>
          valueAndGradients(() => loss((name) => variables.get(name) ?? own(name), model, batch), variables).gradients;
        for (const [name, product] of curvatures(variables, gradients, numbers)) {
          sums.set(name, sums.get(name)! + product);
        }
        done(++probe / probes);
        await setImmediate();
        if (probe === probes) break;
      }
    }
  } finally {
    for (const variable of variables.values()) variable.dispose();
  }
  return new Map([...sums].map(([name, sum]) => [name, sum / probes]));
}

/** vᵀHv of one random v of -1 and 1, for each variable its own part. The variables have their values again afterwards.
 * @param gradients of the loss at what the variables are; their tensors are freed here */
export function curvatures(
  variables: ReadonlyMap<string, Variable>,
  gradients: () => ReadonlyMap<string, Tensor>,
  numbers: Random,
): ReadonlyMap<string, number> {
  const start = new Map([...variables].map(([name, variable]) => [name, tf.clone(variable)]));
  const signs = new Map(
    [...variables].map(([name, { size, shape }]) => [name, tf.tensor(signsOf(size, numbers), shape)]),
  );
  const step = STEP * rootMeanSquare([...start.values()]);
  const gradientsAt = (distance: number) => {
    for (const [name, variable] of variables) {
      const moved = tf.tidy(() => tf.add(start.get(name)!, tf.mul(signs.get(name)!, distance)));
      variable.assign(moved);
      moved.dispose();
    }
    return gradients();
  };
  const [ahead, behind] = [gradientsAt(step), gradientsAt(-step)];
  try {
    return new Map(
      [...signs].map(([name, sign]) => {
        const product = tf.tidy(() => tf.sum(tf.mul(sign, tf.sub(ahead.get(name)!, behind.get(name)!))).dataSync()[0]);
        return [name, product / (2 * step)];
      }),
    );
  } finally {
    for (const [name, variable] of variables) variable.assign(start.get(name)!);
    tf.dispose([...start.values(), ...signs.values(), ...ahead.values(), ...behind.values()]);
  }
}

/** -1 and 1, each as likely. */
function signsOf(size: number, numbers: Random): Float32Array {
  const signs = new Float32Array(size);
  for (let i = 0, bits = 0; i < size; i++, bits >>>= 1) {
    if (i % 32 === 0) bits = numbers.uint32();
    signs[i] = bits & 1 ? 1 : -1;
  }
  return signs;
}

function rootMeanSquare(tensors: readonly Tensor[]): number {
  const squares = tensors.reduce((sum, tensor) => sum + tf.tidy(() => tf.sum(tf.square(tensor)).dataSync()[0]), 0);
  return Math.sqrt(squares / tensors.reduce((sum, { size }) => sum + size, 0)) || 1;
}
