import { describe, expect, it } from '@jest/globals';
import { tf, type Tensor1D, type Tensor2D } from '../../backend.js';
import { random } from '#random';
import { jacobiSvd } from './plain.js';
import { svd } from './svd.js';

const matrix = (rows: number, columns: number, seed = 1) =>
  tf.tensor2d(random(seed).normals(rows * columns, 1), [rows, columns]);

const off = (one: Tensor2D | Tensor1D, other: Tensor2D | Tensor1D) =>
  tf.tidy(() => tf.max(tf.abs(tf.sub(one, other))).dataSync()[0]);

const product = ({ u, s, v }: { u: Tensor2D; s: Tensor1D; v: Tensor2D }) =>
  tf.matMul(tf.mul(u, s), v, false, true) as Tensor2D;

describe('svd', () => {
  it.each([
    [24, 24],
    [40, 12],
    [12, 40],
    [1, 5],
  ])('gives orthonormal factors of a matrix [%i, %i], its values falling', (rows, columns) => {
    const x = matrix(rows, columns);
    const found = svd(x);
    const kept = Math.min(rows, columns);
    expect([found.u.shape, found.s.shape, found.v.shape]).toEqual([[rows, kept], [kept], [columns, kept]]);
    expect(off(product(found), x)).toBeLessThan(1e-5);
    for (const factor of [found.u, found.v]) {
      expect(off(tf.matMul(factor, factor, true) as Tensor2D, tf.eye(kept))).toBeLessThan(1e-5);
    }
    const values = Array.from(found.s.dataSync());
    expect(values).toEqual(values.toSorted((a, b) => b - a));
    tf.dispose([x, ...Object.values(found)]);
  });

  it('finds the values that a matrix was made of', () => {
    // (3, 4)ᵀ(0.6, 0.8) / 5 doubled and (4, -3)ᵀ(0.8, -0.6) / 5
    const x = tf.tensor2d(
      [2 * 0.6 * 0.6 + 0.8 * 0.8, 2 * 0.6 * 0.8 - 0.8 * 0.6, 2 * 0.8 * 0.6 - 0.6 * 0.8, 2 * 0.64 + 0.36],
      [2, 2],
    );
    const { u, s } = svd(x);
    expect(Array.from(s.dataSync())).toEqual([expect.closeTo(2, 5), expect.closeTo(1, 5)]);
    const found = Array.from(u.dataSync());
    [0.6, 0.8, 0.8, -0.6].forEach((value, i) => expect(found[i]).toBeCloseTo(value, 5));
  });

  it('is the same by TensorFlow and by rotations, signs included', () => {
    for (const [rows, columns] of [
      [30, 20],
      [20, 30],
    ]) {
      const x = matrix(rows, columns, 7);
      const found = svd(x);
      const [u, s, v] = jacobiSvd(x);
      expect(off(product({ u, s, v }), x)).toBeLessThan(1e-5);
      expect(off(s, found.s)).toBeLessThan(5e-5);
      // The columns up to their sign, which svd decides
      expect(off(tf.abs(u), tf.abs(found.u))).toBeLessThan(1e-4);
      const largest = tf.max(found.u, 0).dataSync();
      const least = tf.min(found.u, 0).dataSync();
      largest.forEach((value, i) => expect(value).toBeGreaterThanOrEqual(-least[i]));
    }
  });

  it('takes matrices of less than full rank, and zeros', () => {
    const low = tf.matMul(matrix(20, 3), matrix(3, 15, 2)) as Tensor2D;
    const found = svd(low);
    expect(off(product(found), low)).toBeLessThan(1e-4);
    expect(
      Array.from(found.s.dataSync())
        .slice(3)
        .every((value) => value < 1e-4),
    ).toBe(true);
    expect(Array.from(svd(tf.zeros([4, 3])).s.dataSync())).toEqual([0, 0, 0]);
  });

  it('gives the same bits again, leaves nothing behind, and refuses what is no matrix', () => {
    const x = matrix(50, 30);
    const before = tf.memory().numTensors;
    const [one, other] = [svd(x), svd(x)];
    expect(one.u.dataSync()).toEqual(other.u.dataSync());
    tf.dispose([...Object.values(one), ...Object.values(other)]);
    expect(tf.memory().numTensors).toBe(before);
    expect(() => svd(tf.zeros([3]) as unknown as Tensor2D)).toThrow('svd: x is float32 [3]');
  });
});
