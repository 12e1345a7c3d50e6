import { describe, expect, it } from '@jest/globals';
import { tf, type Tensor2D } from '../../backend.js';
import { embedding } from './embedding.js';
import { random } from '#random';
import { compare } from '../../reference/compare.js';

const stream = random(1);
const draw = (below: number) => Int32Array.from({ length: 63 }, () => stream.integer(below));
const [ids, positions, types] = [draw(17), draw(7), draw(2)];
const chosen = (table: Tensor2D, indices: Int32Array) => {
  return tf.matMul<Tensor2D>(tf.oneHot(tf.tensor1d(indices, 'int32'), table.shape[0]).toFloat(), table);
};

describe('embedding', () => {
  it('is the sum of three look-ups, with its gradients', () => {
    const differences = compare({
      shapes: [
        [17, 5],
        [7, 5],
        [2, 5],
      ],
      operation: (tokens, places, kinds) =>
        embedding({ ids, positions, types }, { tokens, positions: places, types: kinds }),
      naive: (tokens, places, kinds) => {
        return tf.addN([chosen(tokens, ids), chosen(places, positions), chosen(kinds, types)]);
      },
      reference: (tokens, places, kinds) => {
        return Float64Array.from({ length: 63 * 5 }, (_, i) => {
          const [row, column] = [Math.floor(i / 5), i % 5];
          return tokens[5 * ids[row] + column] + places[5 * positions[row] + column] + kinds[5 * types[row] + column];
        });
      },
    });
    expect(differences.value).toBeLessThan(1e-6);
    expect(differences.finite).toBeLessThan(1e-5);
    expect(differences.autodiff).toBeLessThan(1e-5);
  });

  it('has type 0 everywhere when types are left out, and no types without a table of them', () => {
    const tokens = tf.tensor2d([[1], [2]]);
    const places = tf.tensor2d([[10], [20]]);
    const inputs = { ids: Int32Array.of(1, 0), positions: Int32Array.of(0, 1) };
    expect(embedding(inputs, { tokens, positions: places, types: tf.tensor2d([[100], [200]]) }).arraySync()).toEqual([
      [112],
      [121],
    ]);
    expect(embedding(inputs, { tokens, positions: places, types: null }).arraySync()).toEqual([[12], [21]]);
  });

  it('refuses what is not in its table, and inputs of unequal numbers', () => {
    const tables = { tokens: tf.zeros([4, 3]), positions: tf.zeros([2, 3]), types: null } as const;
    const embed = (ids: number[], positions: number[]) => {
      return embedding({ ids: Int32Array.from(ids), positions: Int32Array.from(positions) }, tables as never);
    };
    expect(() => embed([4], [0])).toThrow('embedding: ids[0] is 4, expected 0 to 3.');
    expect(() => embed([0, 1, 2], [0, 1, 2])).toThrow('embedding: positions[2] is 2, expected 0 to 1.');
    expect(() => embed([0, 1], [0])).toThrow('embedding: positions has 1 values, expected 2.');
  });
});
