import { describe, expect, it } from '@jest/globals';
import { setValues } from './set-values.js';

const pipeline = {
  name: 'p',
  set: { folder: 'data', seeds: [1, 2], epochs: 3 },
  steps: {
    a: { from: '${set.folder}/${matrix.task}', matrix: { seed: '${set.seeds}' }, stop: { epochs: '${set.epochs}' } },
  },
};

describe('`set` of a pipeline', () => {
  it('fills in its values, as they are or within a text, and leaves other placeholders alone', () => {
    expect(setValues(pipeline)).toEqual({
      name: 'p',
      steps: { a: { from: 'data/${matrix.task}', matrix: { seed: [1, 2] }, stop: { epochs: 3 } } },
    });
  });

  it('gives way to values from outside, for keys that it has', () => {
    expect(setValues(pipeline, { seeds: [7], folder: '/glue' })).toMatchObject({
      steps: { a: { from: '/glue/${matrix.task}', matrix: { seed: [7] }, stop: { epochs: 3 } } },
    });
    expect(() => setValues(pipeline, { seed: 7 })).toThrow(
      expect.objectContaining({
        code: 'CONFIG_UNKNOWN_KEY',
        message: expect.stringMatching(/set\.seed .*mean seeds\?/),
      }),
    );
    expect(() => setValues({ name: 'p', steps: {} }, { seed: 7 })).toThrow(/There are no keys here/);
  });

  it.each([
    ['a key that nothing uses', { set: { a: 1 }, steps: {} }, /set\.a: 1 is not used/],
    [
      'a placeholder without a value',
      { set: { ab: 1 }, x: '${set.ab}', y: '${set.abc}' },
      /y: \$\{set\.abc\}.*mean \$\{set\.ab\}/,
    ],
    ['a placeholder without `set`', { x: '${set.a}' }, /The pipeline sets no values/],
    ['a value that is null', { set: { a: null }, x: '${set.a}' }, /set\.a: null/],
    ['a set that is a list', { set: [1] }, /an object of values/],
    ['a key that is no name', { set: { 'a b': 1 }, x: '${set.a b}' }, /a b/],
    [
      'a text without end',
      { set: { a: 'x'.repeat(1000) }, x: '-${set.a}'.repeat(1000) },
      /more than 100000 characters/,
    ],
  ])('is refused with %s', (_, value, message) => {
    expect(() => setValues(value)).toThrow(message);
  });
});
