import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { checkConfig, FinetuneConfig } from '#contracts';
import { learningRate } from './learning-rate.js';

const { cases } = JSON.parse(readFileSync(new URL('../fixtures/schedules.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly ({ readonly steps: number; readonly rates: readonly number[] } & Record<string, unknown>)[];
};
const configOf = (keys: object) => checkConfig(FinetuneConfig, { stop: { steps: 1 }, learning_rate: 2, ...keys });

describe('the learning rate is that of Transformers or PyTorch:', () => {
  it.each(cases.map(({ rates, ...keys }) => [JSON.stringify(keys), keys, rates] as const))('%s', (_, given, rates) => {
    const { steps, ...keys } = given;
    const own = rates.slice(0, steps).map((__, step) => learningRate(configOf(keys), { step, done: step / steps }));
    own.forEach((rate, step) => expect([step, rate]).toEqual([step, expect.closeTo(2 * rates[step], 9)]));
  });
});

describe('the learning rate', () => {
  const at = (keys: object, done: number, step = Math.round(1000 * done)) =>
    learningRate(configOf(keys), { done, step });

  it.each([
    ['linear', 0],
    ['cosine', 0],
    ['cosine-restarts', 0],
    ['polynomial', 0],
    ['budget', 0],
    ['constant', 2],
  ])('of %s ends at %d, by whatever limit, from a peak of 2', (schedule, end) => {
    for (const keys of [{ warmup: 0.1 }, { warmup_steps: 100 }, { warmup: 0 }, { warmup_steps: 0 }]) {
      expect(at({ schedule, ...keys }, 1)).toBeCloseTo(end, 12);
    }
    expect(at({ schedule, final_rate: 0.5 }, 1)).toBeCloseTo(end || 1, 12);
  });

  it('of a budget falls from the first step on, under its warm-up', () => {
    const rates = [0, 0.05, 0.1, 0.5, 0.9].map((done) => at({ schedule: 'budget', warmup: 0.1 }, done));
    [0, 0.95, 1.8, 1, 0.2].forEach((rate, i) => expect(rates[i]).toBeCloseTo(rate, 12));
  });

  it('rises for all of a training whose warm-up is as long or longer', () => {
    expect([0, 0.5, 1].map((done) => at({ warmup: 1 }, done))).toEqual([0, 1, 2]);
    expect([0, 0.5, 1].map((done) => at({ warmup_steps: 2000 }, done))).toEqual([0, 0.5, 1]);
  });

  it('warms up in steps where the clock ends the training, whatever a step takes', () => {
    const keys = { warmup_steps: 10, schedule: 'linear' };
    const perStep = 0.003;
    expect(at(keys, 5 * perStep, 5)).toBeCloseTo(1, 12);
    expect(at(keys, 10 * perStep, 10)).toBeCloseTo(2, 12);
    expect(at(keys, 1, 400)).toBeCloseTo(0, 12);
  });
});
