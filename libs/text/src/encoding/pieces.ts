import { TlcError } from '#contracts';
import type { SpecialTokens, Split } from '../dataset.js';

/** Cuts the tokens of texts into sequences `[CLS] … [SEP]` of at most `maxLength`; those of one text differ by one token at
 * most, so that no short end is left over. Empty texts give none.
 * @param ends of each text the token after its last; the next one begins there
 * @throws TlcError FILE_EMPTY where all texts are empty */
export function pieces(ids: Int32Array, ends: readonly number[], maxLength: number, special: SpecialTokens): Split {
  const room = maxLength - 2;
  const begin = (text: number) => (text === 0 ? 0 : ends[text - 1]);
  const counts = ends.map((to, text) => Math.ceil((to - begin(text)) / room));
  const sentences = counts.reduce((sum, count) => sum + count, 0);
  if (sentences === 0) throw new TlcError('FILE_EMPTY', 'there are no words in the text');
  const tokens = begin(ends.length) + 2 * sentences;
  const all = new Int32Array(tokens);
  const starts = new Int32Array(sentences + 1);
  let sentence = 0;
  let at = 0;
  ends.forEach((to, text) => {
    const from = begin(text);
    const cut = (piece: number) => from + Math.round(((to - from) * piece) / counts[text]);
    for (let piece = 0; piece < counts[text]; piece++) {
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
