import { describe, expect, it } from '@jest/globals';
import { checkConfig } from '#contracts';
import { MagnitudePruningConfig } from './config.js';

const config = (plain: object) => checkConfig(MagnitudePruningConfig, { finetune: { stop: { epochs: 1 } }, ...plain });

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
    [{ scope: 'layer' }, 'scope: "layer" is not one of global, tensor, distribution'],
    [{ block: '4x1', pattern: '2:4' }, 'block: 4x1 has no place beside pattern'],
    [{ pattern: '2:4', steps: 2 }, 'steps: pattern: 2:4 says how many weights go'],
    [{ rates: { '*.query.*': 1 } }, 'rates: {"*.query.*":1} is not an object, each a number from 0 to 0.99'],
  ])('refuses %j', (plain, message) => {
    expect(() => config(plain)).toThrow(message);
  });
});

it('says which keys have no effect', () => {
  const keys = (plain: object) =>
    config(plain)
      .withoutEffect()
      .map(({ key }) => key);
  expect(keys({ schedule: 'linear' })).toEqual(['schedule']);
  expect(keys({ pattern: '2:4', sparsity: 0.6, scope: 'tensor', rates: { '*': 0.3 } })).toEqual([
    'sparsity',
    'scope',
    'rates',
  ]);
  expect(keys({ pattern: '2:4' })).toEqual([]);
});
