import { describe, expect, it } from '@jest/globals';
import { random } from '#engine';
import { invert } from './inverse.js';
import { remove } from './remove.js';

const SIZE = 12;

/** A positive definite matrix of much that hangs together, row by row. */
function fisher(seed: number): Float64Array {
  const numbers = random(seed);
  const matrix = new Float64Array(SIZE * SIZE);
  for (let sample = 0; sample < 20; sample++) {
    const g = numbers.normals(SIZE, 1);
    for (let i = 1; i < SIZE; i++) g[i] += 0.7 * g[i - 1];
    for (let i = 0; i < SIZE; i++) for (let j = 0; j < SIZE; j++) matrix[i * SIZE + j] += g[i] * g[j];
  }
  return matrix;
}

const inverseOf = (matrix: Float64Array) => {
  const inverse = matrix.slice();
  expect(invert(inverse, SIZE)).toBe(true);
  return inverse;
};

/** ½ dᵀ F d */
const rise = (matrix: Float64Array, change: Float64Array) =>
  change.reduce((sum, di, i) => sum + change.reduce((own, dj, j) => own + matrix[i * SIZE + j] * dj, 0) * di, 0) / 2;

const weights = Float64Array.from(random(3).normals(SIZE, 1));

const without = (matrix: Float64Array, gone: readonly number[]) => {
  const left = weights.slice();
  remove(left, inverseOf(matrix), gone);
  return left;
};

describe('the inverse', () => {
  it('gives the identity with the matrix', () => {
    const [matrix, inverse] = [fisher(1), inverseOf(fisher(1))];
    for (let i = 0; i < SIZE; i++) {
      for (let j = 0; j < SIZE; j++) {
        let sum = 0;
        for (let k = 0; k < SIZE; k++) sum += matrix[i * SIZE + k] * inverse[k * SIZE + j];
        expect(sum).toBeCloseTo(i === j ? 1 : 0, 10);
      }
    }
  });

  it('is refused where a matrix is not positive definite', () => {
    expect(invert(Float64Array.of(1, 2, 2, 1), 2)).toBe(false);
    expect(invert(Float64Array.of(NaN), 1)).toBe(false);
  });
});

describe('a weight that goes', () => {
  it.each([0, 5, 11])('raises the loss by w² / (2 [F⁻¹]_qq): weight %i', (q) => {
    const matrix = fisher(1);
    const left = without(matrix, [q]);
    expect(left[q]).toBe(0);
    const change = left.map((weight, i) => weight - weights[i]);
    expect(rise(matrix, change)).toBeCloseTo(weights[q] ** 2 / (2 * inverseOf(matrix)[q * SIZE + q]), 10);
  });

  it('with others leaves the best of all changes, whatever their order', () => {
    const matrix = fisher(2);
    const gone = [2, 7, 8];
    const [left, again] = [without(matrix, gone), without(matrix, [8, 2, 7])];
    left.forEach((weight, i) => expect(again[i]).toBeCloseTo(weight, 10));
    gone.forEach((q) => expect(left[q]).toBe(0));
    // At the least of a quadratic its gradient by what is left is zero
    const change = left.map((weight, i) => weight - weights[i]);
    for (let i = 0; i < SIZE; i++) {
      if (gone.includes(i)) continue;
      let slope = 0;
      for (let j = 0; j < SIZE; j++) slope += matrix[i * SIZE + j] * change[j];
      expect(slope).toBeCloseTo(0, 9);
    }
  });

  it('that hangs together with none changes none', () => {
    const matrix = new Float64Array(SIZE * SIZE);
    for (let i = 0; i < SIZE; i++) matrix[i * SIZE + i] = i + 1;
    expect(Array.from(without(matrix, [4]))).toEqual(Array.from(weights, (weight, i) => (i === 4 ? 0 : weight)));
  });
});
