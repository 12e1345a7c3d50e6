import { describe, expect, it } from '@jest/globals';
import { wordPieceTokenizer } from '../tokenizer/wordpiece.js';
import { numbers, sentencesOf, special } from './fixtures/masking.js';
import { type Masking, maskingOf } from './masking.js';

const pieces = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', 'b', '##c', '##d'];
const dataset = {
  special,
  vocabSize: pieces.length,
  tokenizer: wordPieceTokenizer(pieces, { lowercase: true }),
};
/** Words of two pieces. */
const batch = sentencesOf(200, 42, (row) => ((row % 42) % 2 === 1 ? 5 + (row % 2) : 7 + (row % 2)));

describe('how a data set is masked', () => {
  const rowsOf = (masking: Masking, seed = 1) => [...maskingOf(dataset, masking)(batch, numbers(seed)).masked!.rows];
  /** Rows at which a run of predicted rows begins inside a word. */
  const split = (rows: readonly number[]) => {
    const all = new Set(rows);
    return rows.filter((row) => !all.has((row % 42) % 2 === 1 ? row + 1 : row - 1));
  };

  it.each(['tokens', 'words', 'spans'] as const)(
    'by %s predicts the share asked for, the same for the same numbers',
    (by) => {
      const rows = rowsOf({ by, rate: 0.3 });
      expect(Math.abs(rows.length / (200 * 40) - 0.3)).toBeLessThan(0.02);
      expect(rowsOf({ by, rate: 0.3 })).toEqual(rows);
      expect(rowsOf({ by, rate: 0.3 }, 2)).not.toEqual(rows);
      if (by === 'tokens') expect(split(rows).length).toBeGreaterThan(100);
      else expect(split(rows)).toEqual([]);
    },
  );

  it('takes shares and lengths', () => {
    const shares = { mask: 1, random: 0 };
    for (const by of ['tokens', 'words', 'spans'] as const) {
      const { ids, masked } = maskingOf(dataset, { by, rate: 0.5, shares })(batch, numbers(1));
      expect(masked!.rows.every((row) => ids[row] === special.mask)).toBe(true);
    }
    const runs = (p: number) => {
      const rows = rowsOf({ by: 'spans', rate: 0.3, lengths: { p, longest: 10 } });
      return rows.filter((row, i) => rows[i - 1] !== row - 1).length;
    };
    expect(runs(0.1)).toBeLessThan(runs(1));
  });
});
