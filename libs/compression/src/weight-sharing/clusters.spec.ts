import { expect, it } from '@jest/globals';
import { tf } from '#engine';
import { type Parameter, shareParameter } from '#models';
import { clustersOf, shared } from './clusters.js';

/** A weight [2, 3] with a centroid for each of its two values a row; the zero of the second has none. */
function parameterOf(values: number[][], sparse: boolean): Parameter {
  const parameter = { name: 'w', role: 'linear', value: tf.tensor2d(values), ...(sparse && { encoding: { sparse } }) };
  return shareParameter(parameter as Parameter, {
    kind: 'k-means',
    bits: 1,
    granularity: 'channel',
    precision: 'float32',
  });
}

it('weights of a centroid get the sum of their gradients, as the paper’s figure 3 adds them up', () => {
  const clusters = clustersOf(
    parameterOf(
      [
        [1, 5, 1],
        [2, 0, 4],
      ],
      true,
    ),
  );
  // Since then they have drifted apart
  const weight = tf.tensor2d([
    [1.5, 6, 0.5],
    [2, 0, 3],
  ]);
  const { value, grad } = tf.valueAndGrad((w) =>
    tf.sum(
      tf.mul(
        shared(w, clusters),
        tf.tensor2d([
          [1, 2, 3],
          [4, 5, 6],
        ]),
      ),
    ),
  )(weight) as { value: ReturnType<typeof tf.sum>; grad: ReturnType<typeof tf.sum> };
  expect(value.arraySync()).toBe(1 + 12 + 3 + 8 + 18);
  expect(grad.arraySync()).toEqual([
    [4, 2, 4],
    [4, 0, 6],
  ]);
});

it('the gradient is that of the loss by a centroid', () => {
  const clusters = clustersOf(
    parameterOf(
      [
        [1, 5, 1],
        [2, 2, 4],
      ],
      false,
    ),
  );
  const loss = (w: ReturnType<typeof tf.tensor>) => tf.sum(tf.pow(shared(w, clusters), tf.scalar(3)));
  const lossOf = (low: number) =>
    loss(
      tf.tensor2d([
        [low, 5, low],
        [2, 2, 4],
      ]),
    ).arraySync() as number;
  const gradient = tf
    .grad(loss)(
      tf.tensor2d([
        [1, 5, 1],
        [2, 2, 4],
      ]),
    )
    .arraySync() as number[][];
  expect(gradient[0][0]).toBeCloseTo((lossOf(1.01) - lossOf(0.99)) / 0.02, 1);
});
