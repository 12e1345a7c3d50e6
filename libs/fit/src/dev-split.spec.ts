import { expect, it } from '@jest/globals';
import { keptCopies, needsDev } from './dev-split.js';

it.each([
  [{ keep: 'last' }, 0],
  [{ keep: 'best' }, 1],
  [{ keep: 'last', average_checkpoints: 5 }, 5],
  [{ keep: 'best', average_checkpoints: 3 }, 3],
  [{ average_checkpoints: 1 }, 0],
])('of %j a training keeps %d copies of the weights, for which it needs a dev split', (config, copies) => {
  expect(keptCopies(config)).toBe(copies);
  expect(needsDev({ ...config, stop: {} })).toBe(copies > 0);
});
