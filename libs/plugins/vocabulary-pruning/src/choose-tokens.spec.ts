import { describe, expect, it } from '@jest/globals';
import { chooseTokens } from './choose-tokens.js';

/** Tokens 0 and 1 always stay; 5 is made of 3 and 4, and 6 of 5 and 4; the characters of 6 are 3 and 4. */
const parts = {
  always: new Set([0, 1]),
  characters: (id: number) => (id === 6 ? [3, 4] : []),
  parts: (id: number) => new Set(id === 6 ? [6, 5, 4, 3] : id === 5 ? [5, 4, 3] : [id]),
};

describe('the tokens that are left', () => {
  it.each([
    ['special ones and the most frequent, of equals the first', [0, 0, 2, 2, 2, 0, 0, 9], 4, [0, 1, 2, 7]],
    ['a token with those that it is made of', [0, 0, 1, 0, 0, 0, 9, 8], 6, [0, 1, 3, 4, 5, 6]],
    ['in its place the next where they find no room', [0, 0, 2, 0, 0, 9, 0, 3], 4, [0, 1, 2, 7]],
    ['characters of what the data uses, before what it uses more', [0, 0, 5, 0, 0, 0, 1, 9], 5, [0, 1, 3, 4, 7]],
    ['unused ones at last', [0, 0, 0, 0, 0, 0, 0, 1], 5, [0, 1, 2, 3, 7]],
  ])('are %s', (_, counts, size, kept) => {
    expect(chooseTokens(counts, size, parts)).toEqual(kept);
  });

  it('are refused where more have to stay', () => {
    expect(() => chooseTokens([0, 0, 0, 0, 0, 0, 1, 0], 3, parts)).toThrow(
      expect.objectContaining({ code: 'PLUGIN_REFUSED', message: expect.stringContaining('4 special tokens') }),
    );
  });
});
