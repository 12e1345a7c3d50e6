import { expect, it } from '@jest/globals';
import { newConfig } from '#models';
import { pretrainConfig } from '../fixtures/tiny-training.js';
import { secondsLeft } from './seconds-left.js';

const configOf = (layers: number) => {
  const shape = { family: 'bert', layers, hidden_size: 64, heads: 2, max_positions: 24, dropout: 0 };
  return newConfig({ ...shape, problem: () => undefined }, { size: 10, pad: 0 });
};
const head = { kind: 'none' } as const;

it('without stages the rest takes its share of what was done', () => {
  const left = secondsLeft({
    stages: [{ config: configOf(2), until: 1 }],
    head,
    config: pretrainConfig({ steps: 100 }),
  });
  expect(left(0.25, 10)).toBeCloseTo(30, 9);
  expect(left(1, 40)).toBe(0);
  expect(left(0, 0)).toBeUndefined();
});

it('a stage of twice the layers takes twice as long, and the clock ends what is left', () => {
  const stages = [
    { config: configOf(2), until: 0.5 },
    { config: configOf(4), until: 1 },
  ];
  const left = secondsLeft({ stages, head, config: pretrainConfig({ steps: 100 }) });
  // A quarter at 1, a quarter at 1, a half at 2
  expect(left(0.25, 10)).toBeCloseTo(50, 9);
  expect(left(0.75, 40)).toBeCloseTo(20, 9);
  const byClock = secondsLeft({ stages, head, config: pretrainConfig({ steps: 100, seconds: 45 }) });
  expect(byClock(0.25, 10)).toBeCloseTo(35, 9);
});
