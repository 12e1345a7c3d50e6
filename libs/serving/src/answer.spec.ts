import { expect, it } from '@jest/globals';
import { probabilities, ranked } from './answer.js';

it('softmax of large logits is finite, and sums to one', () => {
  const [row] = probabilities(Float32Array.of(1000, 999, -1000), 3, 'one');
  expect([...row].reduce((sum, value) => sum + value)).toBeCloseTo(1, 6);
  // 1 / (1 + e^-1)
  expect(row[0]).toBeCloseTo(0.7310586, 6);
});

it('classes are ranked by probability, equal ones as the model has them', () => {
  expect(ranked(Float32Array.of(0.25, 0.5, 0.25), ['a', 'b', 'c'], 2)).toEqual([
    { label: 'b', probability: 0.5 },
    { label: 'a', probability: 0.25 },
  ]);
});
