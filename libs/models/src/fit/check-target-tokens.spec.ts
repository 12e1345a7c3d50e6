import { expect, it } from '@jest/globals';
import { usualTranslator, newConfig } from '#families';
import { checkTargetTokens } from './check-target-tokens.js';

const shape = { family: usualTranslator().id, layers: 1, hidden_size: 8, heads: 2, max_positions: 8 };
const config = newConfig({ ...shape, problem: () => undefined }, { size: 9, pad: 0, start: 2, end: 3 });
const data = (cls: number, sep: number) =>
  ({ objective: 'translation', special: { pad: 0, unk: 1, cls, sep } }) as const;

it('takes texts that begin and end as those of the decoder do, and no others', () => {
  expect(() => checkTargetTokens({ config }, data(2, 3))).not.toThrow();
  for (const [cls, sep] of [
    [0, 3],
    [2, 0],
  ]) {
    // prettier-ignore
    expect(() => checkTargetTokens({ config }, data(cls, sep))).toThrow(
      expect.objectContaining({ code: 'TOKENIZER_MISMATCH' }),
    );
  }
});
