import { expect, it } from '@jest/globals';
import { learningRate } from './schedule.js';

const rates = (schedule: string, warmup: number) =>
  [0, 0.1, 0.25, 0.625, 1].map((done) => learningRate({ learning_rate: 2, schedule, warmup }, done));

it.each([
  ['linear', 0.25, [0, 0.8, 2, 1, 0]],
  ['constant', 0.25, [0, 0.8, 2, 2, 2]],
  ['linear', 0, [2, 1.8, 1.5, 0.75, 0]],
  ['linear', 1, [0, 0.2, 0.5, 1.25, 2]],
  ['constant', 0, [2, 2, 2, 2, 2]],
] as const)('the learning rate, %s with a warm-up of %d', (schedule, warmup, expected) => {
  rates(schedule, warmup).forEach((rate, i) => expect(rate).toBeCloseTo(expected[i], 12));
});
