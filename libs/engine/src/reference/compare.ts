import { tf, type Tensor } from '../backend.js';
import { random } from '#random';
import type { Numbers } from './float64.js';

/** One operation in three ways, all of the same inputs. */
export interface Comparison {
  /** of each input; they are drawn from the normal distribution */
  readonly shapes: readonly (readonly number[])[];
  // Each operation takes tensors of ranks of its own
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly operation: (...inputs: any[]) => Tensor;
  /** of TF.js operations with TF.js's own gradients */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly naive: (...inputs: any[]) => Tensor;
  /** in float64 */
  readonly reference: (...inputs: Numbers[]) => ArrayLike<number>;
  /** the standard deviation of the inputs; 1 when left out */
  readonly deviation?: number;
}

/** The largest relative differences of the operation: of its value, and of its gradients. */
export interface Differences {
  /** from the reference's value */
  readonly value: number;
  /** from the reference's central differences, along random directions */
  readonly finite: number;
  /** from TF.js's own gradients of the naive version */
  readonly autodiff: number;
}

const STEP = 1e-5;
const DIRECTIONS = 4;

const dot = (a: ArrayLike<number>, b: ArrayLike<number>) => Array.from(a).reduce((sum, x, i) => sum + x * b[i], 0);
const norm = (a: ArrayLike<number>) => Math.sqrt(dot(a, a));

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  const scale = Array.from(b).reduce((most, x) => Math.max(most, Math.abs(x)), 1e-6);
  return Array.from(a).reduce((most, x, i) => Math.max(most, Math.abs(x - b[i]) / scale), 0);
}

/** Runs an operation, its gradients, and what they should be equal to. */
export function compare({ shapes, operation, naive, reference, deviation = 1 }: Comparison, seed = 1): Differences {
  const stream = random(seed);
  const draws = shapes.map((shape) =>
    stream.normals(
      shape.reduce((a, b) => a * b, 1),
      deviation,
    ),
  );
  const inputs = draws.map((values, i) => tf.tensor(values, [...shapes[i]]));
  const exact = draws.map((values) => Float64Array.from(values));
  const output = operation(...inputs);
  const weights = stream.normals(output.size, 1);
  const weightsTensor = tf.tensor(weights, output.shape);
  const gradientsOf = (f: (...given: Tensor[]) => Tensor) => {
    return tf.grads((...given) => tf.sum(tf.mul(f(...given), weightsTensor)))(inputs);
  };

  const [gradients, expected] = [gradientsOf(operation), gradientsOf(naive)];
  if (gradients.some((gradient, i) => String(gradient.shape) !== String(shapes[i])))
    throw new Error('shape of gradient');
  const autodiff = gradients.map((gradient, i) => largestDifference(gradient.dataSync(), expected[i].dataSync()));
  const finite = gradients.flatMap((gradient, input) => {
    return Array.from({ length: DIRECTIONS }, () => {
      const direction = stream.normals(exact[input].length, 1);
      const along = (sign: number) => {
        const moved = exact.map((values, i) =>
          i === input ? values.map((x, j) => x + sign * STEP * direction[j]) : values,
        );
        return dot(reference(...moved), weights);
      };
      const slope = (along(1) - along(-1)) / (2 * STEP);
      const values = gradient.dataSync();
      return Math.abs(dot(values, direction) - slope) / Math.max(norm(values) * norm(direction), 1e-6);
    });
  });
  const value = largestDifference(output.dataSync(), reference(...exact));
  tf.dispose([inputs, output, weightsTensor, gradients, expected]);
  return { value, finite: Math.max(...finite), autodiff: Math.max(...autodiff) };
}

const LARGE_STEP = 1e-2;

/**
 * The largest relative difference, along random directions, between the second derivatives that TF.js finds through the
 * operation's own gradient and central differences of that gradient. (TF.js's softmax has wrong second derivatives of its
 * own, so that it cannot be the judge.)
 */
export function secondDerivativeDifference(operation: (x: Tensor) => Tensor, shape: number[], seed = 1): number {
  const stream = random(seed);
  const size = shape.reduce((a, b) => a * b, 1);
  const at = stream.normals(size, 1);
  const slope = (x: Tensor) => tf.sum(tf.square(tf.grad((x) => tf.sum(tf.square(operation(x))))(x)));
  const gradient = tf.grad(slope)(tf.tensor(at, shape)).dataSync();
  const differences = Array.from({ length: DIRECTIONS }, () => {
    const direction = stream.normals(size, 1 / Math.sqrt(size));
    const along = (sign: number) =>
      slope(
        tf.tensor(
          at.map((x, i) => x + sign * LARGE_STEP * direction[i]),
          shape,
        ),
      ).dataSync()[0];
    const expected = (along(1) - along(-1)) / (2 * LARGE_STEP);
    return Math.abs(dot(gradient, direction) - expected) / (norm(gradient) * norm(direction));
  });
  return Math.max(...differences);
}
