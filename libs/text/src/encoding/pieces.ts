import { TlcError } from '#contracts';
import type { SpecialTokens, Split } from '../dataset.js';

/** Cuts runs of tokens into sequences `[CLS] … [SEP]` of at most `maxLength`; those of one run differ by one token at
 * most, so that no short end is left over. Empty runs give none.
 * @param runs first token of each text, and the one after its last
 * @throws TlcError FILE_EMPTY where all runs are empty */
export function pieces(
  ids: Int32Array,
  runs: readonly (readonly [number, number])[],
  maxLength: number,
  special: SpecialTokens,
): Split {
  const room = maxLength - 2;
  const counts = runs.map(([from, to]) => Math.ceil((to - from) / room));
  const sentences = counts.reduce((sum, count) => sum + count, 0);
  if (sentences === 0) throw new TlcError('FILE_EMPTY', 'there are no words in the text');
  const tokens = runs.reduce((sum, [from, to]) => sum + to - from, 0) + 2 * sentences;
  const all = new Int32Array(tokens);
  const starts = new Int32Array(sentences + 1);
  let sentence = 0;
  let at = 0;
  runs.forEach(([from, to], run) => {
    const cut = (piece: number) => from + Math.round(((to - from) * piece) / counts[run]);
    for (let piece = 0; piece < counts[run]; piece++) {
      const own = ids.subarray(cut(piece), cut(piece + 1));
      all[at] = special.cls;
      all.set(own, at + 1);
      at += own.length + 2;
      all[at - 1] = special.sep;
      starts[++sentence] = at;
    }
  });
  return { sentences, tokens, ids: all, starts };
}
