import { describe, expect, it } from '@jest/globals';
import { random, type Tensor2D, tf } from '#engine';
import { inverseFactor } from './inverse-factor.js';
import { inverse, quadratic, swept } from './fixtures/brute-force.js';
import { sweep } from './sweep.js';

const signal = new AbortController().signal;

/** XᵀX [size, size] of correlated inputs. */
function hessian(size: number, seed = 1): Tensor2D {
  return tf.tidy(() => {
    const numbers = random(seed);
    const x = tf.tensor2d(numbers.normals(3 * size * size, 1), [3 * size, size]);
    const mix = tf.add(tf.eye(size), tf.tensor2d(numbers.normals(size * size, 0.2), [size, size]));
    const mixed = tf.matMul(x, mix as Tensor2D);
    return tf.matMul(mixed, mixed, true) as Tensor2D;
  });
}

const matrix = (products: Tensor2D) => (products.arraySync() as number[][]).map((row) => [...row]);

const factorOf = (products: Tensor2D, dampening = 0) => inverseFactor(products, { layer: 'layer', dampening });

describe('a sweep', () => {
  it.each([0, 3, 11])('raises a quadratic by w_q² / (2 [H⁻¹]_qq) where it removes weight %i alone', async (q) => {
    const size = 12;
    const products = hessian(size);
    // Its columns begin with q, so that all others make up for it
    const order = [q, ...Array.from({ length: size }, (_, i) => i).filter((i) => i !== q)];
    const weights = random(2).normals(size, 1);
    const factor = inverseFactor(products, { layer: 'layer', dampening: 0, order });
    const sorted = Float32Array.from(order, (i) => weights[i]);
    await sweep(sorted, factor, { keep: (_, column, weight) => (column === 0 ? 0 : weight) }, { signal });
    const after = new Array<number>(size);
    order.forEach((i, place) => (after[i] = sorted[place]));
    const change = after.map((value, i) => value - weights[i]);
    const expected = weights[q] ** 2 / (2 * inverse(matrix(products))[q][q]);
    expect(after[q]).toBe(0);
    expect(quadratic(matrix(products), change) / expected).toBeCloseTo(1, 4);
    products.dispose();
  });

  it('is what a second route computes that inverts what is left of the matrix before every column', async () => {
    const size = 70;
    const products = hessian(size, 5);
    const weights = random(6).normals(3 * size, 1);
    const found = weights.slice();
    const rounded = (weight: number) => Math.round(2 * weight) / 2;
    await sweep(found, factorOf(products), { keep: (_row, _column, weight) => rounded(weight) }, { signal });
    for (let row = 0; row < 3; row++) {
      const expected = swept(Array.from(weights.subarray(row * size, (row + 1) * size)), matrix(products), rounded);
      expect(Array.from(found.subarray(row * size, (row + 1) * size))).toEqual(expected);
    }
    products.dispose();
  });

  it('makes up for nothing where inputs have nothing in common', async () => {
    const weights = random(3).normals(2 * 40, 1);
    const found = weights.slice();
    const identity = tf.eye(40, 40) as Tensor2D;
    await sweep(
      found,
      factorOf(tf.mul(identity, 7)),
      { keep: (_row, _column, weight) => Math.fround(Math.round(weight)) },
      { signal },
    );
    expect(Array.from(found)).toEqual(Array.from(weights, Math.round));
    identity.dispose();
  });

  it.each([7, 20, 64, 100, 150])('shows weights brought up to date before each %i columns', async (every) => {
    const size = 200;
    const products = hessian(size, 7);
    const factor = factorOf(products);
    const weights = random(8).normals(2 * size, 1);
    const halfBelow = (end: number) => (_row: number, column: number, weight: number) =>
      column < end ? weight / 2 : weight;
    const found = weights.slice();
    const seen = new Map<number, Float32Array>();
    const prepare = (column: number) => void seen.set(column, found.slice());
    await sweep(found, factor, { keep: halfBelow(size), prepare }, { signal, every });
    for (let column = 0; column < size; column += every) {
      const expected = weights.slice();
      await sweep(expected, factor, { keep: halfBelow(column) }, { signal });
      for (const start of [0, size]) {
        const own = [start + column, start + Math.min(size, column + every)] as const;
        const [values, others] = [seen.get(column)!.slice(...own), expected.slice(...own)];
        values.forEach((value, i) => expect(value).toBeCloseTo(others[i], 3));
      }
    }
    products.dispose();
  });

  it('ends when it is cancelled', async () => {
    const factor = Float32Array.of(1);
    const sweeping = sweep(Float32Array.of(1), factor, { keep: () => 0 }, { signal: AbortSignal.abort() });
    await expect(sweeping).rejects.toThrow();
  });
});

describe('the factor', () => {
  it('is the identity where all inputs are zero, and leaves an input alone that is always zero', () => {
    expect(Array.from(factorOf(tf.zeros([3, 3]), 0.01))).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1]);
    // λ = 0.01 (4 + 0 + 4) / 3
    const factor = factorOf(tf.tensor2d([4, 0, 1, 0, 0, 0, 1, 0, 4], [3, 3]), 0.01);
    expect([factor[1], factor[5]].map(Math.abs)).toEqual([0, 0]);
    expect(factor[4]).toBeCloseTo(1 / Math.sqrt(0.08 / 3), 4);
  });

  it('takes inputs of which one is the double of another, and one that is a million times the others', () => {
    const twice = inverseFactor(tf.tensor2d([1, 2, 2, 4], [2, 2]), { layer: 'a', dampening: 0.01 });
    expect(twice.every(Number.isFinite)).toBe(true);
    const loud = inverseFactor(tf.tensor2d([1e12, 5, 5, 1], [2, 2]), { layer: 'a', dampening: 0.01 });
    // All that is left of the small input is what is added to its diagonal: it is rounded to nearest
    expect(loud[3]).toBeCloseTo(1 / Math.sqrt(1 + 0.005e12), 8);
    expect(Math.abs(loud[1] / loud[0])).toBeLessThan(1e-9);
  });

  it('names the layer whose products are not positive definite, or not finite', () => {
    const twice = tf.tensor2d([1, 2, 2, 4], [2, 2]);
    expect(() => factorOf(twice)).toThrow(
      expect.objectContaining({
        code: 'ENGINE_NOT_POSITIVE_DEFINITE',
        message: expect.stringContaining('inputs of layer, with 0 of their mean'),
      }),
    );
    expect(() => factorOf(tf.fill([2, 2], Infinity))).toThrow(expect.objectContaining({ code: 'MODEL_NOT_FINITE' }));
  });
});
