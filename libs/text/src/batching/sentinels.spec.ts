import { expect, it } from '@jest/globals';
import { sentinelsOf, sentinelsToAdd } from './sentinels.js';

const without = JSON.stringify({ model: { vocab: { a: 0, b: 1 } } });
const withNames = JSON.stringify({
  added_tokens: [
    { id: 9, content: '<extra_id_0>' },
    { id: 8, content: '<extra_id_1>' },
    { id: 7, content: '<extra_id_2>' },
    { id: 5, content: '<extra_id_4>' },
  ],
  model: { vocab: { a: 0, b: 1 } },
});

it('are the tokenizer’s own in the order of their numbers, up to the first that is missing', () => {
  expect(sentinelsOf({ tokenizer: withNames, vocabSize: 10 }, 10)).toEqual([9, 8, 7]);
  expect(sentinelsToAdd(withNames, 100)).toBe(0);
});

it('are else what a model has beyond its tokenizer, 100 at most', () => {
  expect(sentinelsOf({ tokenizer: without, vocabSize: 2 }, 5)).toEqual([2, 3, 4]);
  expect(sentinelsOf({ tokenizer: without, vocabSize: 2 }, 500)).toHaveLength(100);
  expect(sentinelsToAdd(without, 100)).toBe(100);
});

it('are missing with the way out', () => {
  expect(() => sentinelsOf({ tokenizer: without, vocabSize: 2 }, 3)).toThrow(
    expect.objectContaining({ code: 'TOKENIZER_MISMATCH', message: expect.stringContaining('begin with a new model') }),
  );
});
