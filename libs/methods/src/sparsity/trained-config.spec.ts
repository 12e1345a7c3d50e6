import { expect, it } from '@jest/globals';
import { checkConfig } from '#contracts';
import { TrainedSparsityConfig, sparsityAfter } from './trained-config.js';

it('sparsity rises by the cubic schedule between warm-up and cool-down', () => {
  const plain = { sparsity: 0.8, warmup: 0.1, cooldown: 0.2, finetune: { stop: { steps: 100 } } };
  const config = checkConfig(TrainedSparsityConfig, plain);
  expect(sparsityAfter(10, config)).toBe(0);
  // Halfway 0.875 of it: the published schedule
  expect(sparsityAfter(45, config)).toBeCloseTo(0.8 * 0.875, 10);
  expect([80, 90, 100].map((step) => sparsityAfter(step, config))).toEqual([0.8, 0.8, 0.8]);
});
