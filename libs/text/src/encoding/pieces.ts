import { TlcError } from '#contracts';
import type { SpecialTokens, Split } from '../dataset.js';
import type { Numbers } from '../numbers.js';
import { framed } from './framed.js';
import { tooMany } from './gathered-ids.js';

/** Cuts the tokens of texts into sequences `[CLS] … [SEP]` of at most `maxLength`; those of one text differ by one token at
 * most, so that no short end is left over. Empty texts give none.
 * @param ends of each text the token after its last; the next one begins there
 * @returns sequences in memory where the tokens are
 * @throws TlcError FILE_EMPTY where all texts are empty; DATASET_TOO_LARGE */
export function pieces(ids: Numbers, ends: readonly number[], maxLength: number, special: SpecialTokens): Split {
  const room = maxLength - 2;
  const begin = (text: number) => (text === 0 ? 0 : ends[text - 1]);
  const counts = ends.map((to, text) => Math.ceil((to - begin(text)) / room));
  const sentences = counts.reduce((sum, count) => sum + count, 0);
  if (sentences === 0) throw new TlcError('FILE_EMPTY', 'there are no words in the text');
  const tokens = begin(ends.length) + 2 * sentences;
  if (tokens >= 2 ** 31) throw tooMany('the text');
  const starts = new Int32Array(sentences + 1);
  let sentence = 0;
  ends.forEach((to, text) => {
    const from = begin(text);
    const cut = (piece: number) => from + Math.round(((to - from) * piece) / counts[text]);
    for (let piece = 0; piece < counts[text]; piece++) {
      starts[sentence + 1] = starts[sentence] + cut(piece + 1) - cut(piece) + 2;
      sentence += 1;
    }
  });
  const all = framed(ids, starts, special);
  return { sentences, tokens, ids: ids instanceof Int32Array ? all.slice(0, tokens) : all, starts };
}
