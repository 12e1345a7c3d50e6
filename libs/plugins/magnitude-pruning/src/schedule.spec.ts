import { describe, expect, it } from '@jest/globals';
import { checkConfig } from '#contracts';
import { MagnitudePruningConfig } from './config.js';
import { sparsities } from './schedule.js';

const config = (plain: object) => checkConfig(MagnitudePruningConfig, { finetune: { stop: { epochs: 1 } }, ...plain });

describe('sparsities', () => {
  it('rise with the cube of what is left', () => {
    // 0.8 (1 - 0.75^3), 0.8 (1 - 0.5^3), 0.8 (1 - 0.25^3), 0.8
    const expected = [0.4625, 0.7, 0.7875, 0.8];
    sparsities(config({ sparsity: 0.8, steps: 4 })).forEach((value, i) => expect(value).toBeCloseTo(expected[i], 12));
  });

  it('have seven eighths of the target halfway', () => {
    expect(sparsities(config({ sparsity: 0.8, steps: 10 }))[4] / 0.8).toBeCloseTo(0.875, 12);
  });

  it('or evenly', () => {
    expect(sparsities(config({ sparsity: 0.8, steps: 4, schedule: 'linear' }))).toEqual([
      0.2, 0.4, 0.6000000000000001, 0.8,
    ]);
  });

  it('are the one asked for in a single step', () => {
    expect(sparsities(config({ sparsity: 0.63 }))).toEqual([0.63]);
  });
});

describe('MagnitudePruningConfig', () => {
  it.each([
    [{ steps: 3, finetune: undefined }, 'steps: 3 steps need finetune'],
    [{ steps: 3, finetune: { stop: {} } }, 'finetune.stop.steps: give at least one of steps, epochs and seconds'],
    [{ finetune: { stop: { epoch: 1 } } }, 'finetune.stop.epoch is not a known key. Did you mean epochs?'],
    [
      { steps: 3, finetune: { stop: { steps: 2 } } },
      'finetune.stop.steps: 2 is too little for 3 steps: each needs 1 at least',
    ],
    [
      { steps: 20, finetune: { stop: { seconds: 1 } } },
      'finetune.stop.seconds: 1 is too little for 20 steps: each needs 0.1 at least',
    ],
    [{ sparsity: 1 }, 'sparsity: 1 is not a number from 0 to 0.99'],
    [{ scope: 'layer' }, 'scope: "layer" is not one of global, tensor'],
  ])('refuses %j', (plain, message) => {
    expect(() => config(plain)).toThrow(message);
  });
});
