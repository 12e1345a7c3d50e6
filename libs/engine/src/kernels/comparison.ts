import { tf, type Tensor } from '../backend.js';
import { random } from '#random';

// Each operation takes tensors of ranks of its own
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Operation = (...inputs: any[]) => Tensor;

/** Normally distributed numbers, drawn once: every input is some of them. */
const normals = random(1).normals(2 ** 21, 1);

/** Normally distributed inputs of these shapes. */
export function drawn(shapes: readonly (readonly number[])[], seed: number, deviation = 0.5): Tensor[] {
  return shapes.map((shape, i) => {
    const size = shape.reduce((a, b) => a * b, 1);
    const first = (7919 * seed + 104729 * i) % 2 ** 20;
    return tf.mul(tf.tensor(normals.slice(first, first + size), [...shape]), deviation);
  });
}

/** The value of an operation and its gradients along random weights. */
export function valueAndGradientsOf(operation: Operation, inputs: Tensor[], seed = 1): Tensor[] {
  return tf.tidy(() => {
    const [weights] = drawn([operation(...inputs).shape], seed, 1);
    let value: Tensor | undefined;
    const gradients = tf.grads((...given: Tensor[]) => {
      const output = operation(...given);
      value = tf.keep(tf.clone(output));
      return tf.sum(tf.mul(output, weights));
    })(inputs);
    const shapes = gradients.map(({ shape }) => String(shape));
    if (shapes.join(' ') !== inputs.map(({ shape }) => String(shape)).join(' '))
      throw new Error(`gradients: ${shapes}`);
    return [value!, ...gradients];
  });
}

/**
 * The largest difference between two operations, in a value or a gradient, relative to its largest element, or to `scale` where that is
 * larger: for what is 0 in theory, and otherwise rounding.
 */
export function largestDifference(one: Operation, other: Operation, inputs: Tensor[], scale = 1e-3): number {
  const difference = tf.tidy(() => {
    const [a, b] = [one, other].map((operation) => valueAndGradientsOf(operation, inputs));
    const differences = a.map((value, i) => {
      return tf.div(tf.max(tf.abs(tf.sub(value, b[i]))), tf.maximum(tf.max(tf.abs(b[i])), scale));
    });
    const worst = tf.max(tf.stack(differences));
    tf.dispose([a[0], b[0]]);
    return worst;
  });
  const [value] = difference.dataSync();
  difference.dispose();
  return value;
}
