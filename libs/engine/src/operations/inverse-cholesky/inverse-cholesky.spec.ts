import { describe, expect, it } from '@jest/globals';
import { tf, type Tensor2D } from '../../backend.js';
import { random } from '#random';
import { inverseCholesky } from './inverse-cholesky.js';
import { inverseCholesky as plain } from './plain.js';

/** XᵀX of `rows` normal rows, and something on its diagonal. */
function definite(n: number, rows: number, add = 0.1): Tensor2D {
  return tf.tidy(() => {
    const x = tf.tensor2d(random(n).normals(rows * n, 1), [rows, n]);
    return tf.add(tf.matMul(x, x, true), tf.mul(tf.eye(n), add)) as Tensor2D;
  });
}

const off = (one: Tensor2D, other: Tensor2D) => tf.tidy(() => tf.max(tf.abs(tf.sub(one, other))).dataSync()[0]);

describe('inverseCholesky', () => {
  it('gives what a hand works out', () => {
    // L = [2, 0; 1, 3], so that L⁻¹ = [1/2, 0; -1/6, 1/3]
    const found = inverseCholesky(tf.tensor2d([4, 2, 2, 10], [2, 2]));
    [1 / 2, 0, -1 / 6, 1 / 3].forEach((value, i) => expect(found.dataSync()[i]).toBeCloseTo(value, 6));
  });

  it.each([1, 5, 64, 65, 128, 200, 331])('makes the identity of a matrix of %i rows, by blocks as at once', (n) => {
    const a = definite(n, 3 * n);
    const found = inverseCholesky(a);
    const identity = tf.matMul(tf.matMul(found, a), found, false, true) as Tensor2D;
    expect(off(identity, tf.eye(n))).toBeLessThan(2e-4);
    expect(off(found, plain(a)!)).toBeLessThan(1e-4);
    tf.dispose([a, found, identity]);
  });

  it('is zero above the diagonal, gives the same bits again and leaves nothing behind', () => {
    const a = definite(150, 300);
    const before = tf.memory().numTensors;
    const [one, other] = [inverseCholesky(a), inverseCholesky(a)];
    expect(one.dataSync()).toEqual(other.dataSync());
    const above = tf.tidy(
      () =>
        tf
          .sub(one, tf.linalg.bandPart(one, -1, 0))
          .abs()
          .max()
          .dataSync()[0],
    );
    expect(above).toBe(0);
    tf.dispose([one, other]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each<[string, () => Tensor2D]>([
    ['of too few rows', () => definite(40, 10, 0)],
    ['with a negative number on its diagonal', () => tf.neg(tf.eye(100))],
    ['with NaN', () => tf.fill([3, 3], NaN)],
    ['of zeros', () => tf.zeros([80, 80])],
  ])('refuses a matrix %s, and leaves nothing behind', (_, make) => {
    const a = make();
    const before = tf.memory().numTensors;
    expect(() => inverseCholesky(a)).toThrow(expect.objectContaining({ code: 'ENGINE_NOT_POSITIVE_DEFINITE' }));
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses what is no square, or has no rows', () => {
    expect(() => inverseCholesky(tf.zeros([2, 3]))).toThrow('inverseCholesky');
    expect(() => inverseCholesky(tf.zeros([0, 0]))).toThrow('inverseCholesky');
  });
});
