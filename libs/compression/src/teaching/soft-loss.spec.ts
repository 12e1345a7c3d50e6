import { describe, expect, it } from '@jest/globals';
import { type Scalar, type Tensor2D, tf } from '#engine';
import { softLoss, squaredLoss } from './soft-loss.js';

const student = () =>
  tf.tensor2d([
    [0.5, -1, 2],
    [1, 0, -0.5],
  ]);
const teacher = () =>
  tf.tensor2d([
    [3, -2, 1],
    [0.2, 0.4, -1],
  ]);

/** The loss by its definition, in double precision. */
function byDefinition(own: number[][], taught: number[][], temperature: number): number {
  const softmax = (row: number[]) => {
    const powers = row.map((value) => Math.exp(value / temperature));
    const sum = powers.reduce((a, b) => a + b);
    return powers.map((power) => power / sum);
  };
  const rows = taught.map((row, i) => {
    const [p, q] = [softmax(row), softmax(own[i])];
    return p.reduce((sum, share, j) => sum + share * Math.log(share / q[j]), 0);
  });
  return (temperature ** 2 * rows.reduce((a, b) => a + b)) / rows.length;
}

describe('the loss on a teacher’s answers', () => {
  it.each([1, 2, 20])('is T² times the mean divergence of the two distributions, at T = %d', (temperature) => {
    tf.tidy(() => {
      const wanted = byDefinition(student().arraySync(), teacher().arraySync(), temperature);
      expect(softLoss(student(), teacher(), temperature).dataSync()[0]).toBeCloseTo(wanted, 5);
    });
  });

  it('is nothing where both answer the same', () => {
    tf.tidy(() => expect(softLoss(student(), student(), 3).dataSync()[0]).toBeCloseTo(0, 6));
  });

  it('has the gradient T (q − p) for each row, of which none flows to the teacher', () => {
    tf.tidy(() => {
      const gradient = tf.grad((own) => softLoss(own as Tensor2D, teacher(), 2) as Scalar)(student());
      const [p, q] = [teacher(), student()].map((logits) => tf.softmax(tf.div(logits, 2)));
      const wanted = tf.div(tf.mul(tf.sub(q, p), 2), 2).dataSync();
      gradient.dataSync().forEach((value, i) => expect(value).toBeCloseTo(wanted[i], 6));
    });
  });

  it('matches logits as T grows: its gradient is that of half the mean squared difference of centred logits (Hinton et al., section 2.1)', () => {
    tf.tidy(() => {
      const centred = (logits: Tensor2D) => tf.sub(logits, tf.mean(logits, 1, true));
      const gradient = tf.grad((own) => softLoss(own as Tensor2D, teacher(), 1000) as Scalar)(student());
      const rows = 2;
      const classes = 3;
      const wanted = tf.div(tf.sub(centred(student()), centred(teacher())), rows * classes).dataSync();
      gradient.dataSync().forEach((value, i) => expect(value).toBeCloseTo(wanted[i], 2));
    });
  });

  it('of numbers is their mean squared difference', () => {
    tf.tidy(() => expect(squaredLoss(tf.tensor2d([[1], [3]]), tf.tensor2d([[0], [1]])).dataSync()[0]).toBe(2.5));
  });
});
