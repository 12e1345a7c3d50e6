import { BERT_TOKENS } from '../../special-tokens.js';
import type { Algorithm } from '../algorithm.js';
import { alphabetOf, byCodePoint } from '../alphabet.js';
import { isGreater } from '../greater-pair.js';
import { CHARACTERS, learnMerges } from '../learn-merges.js';
import { spacedWords, SPECIAL } from '../spaced-words.js';

/** Byte-pair encoding (Sennrich et al. 2016, arXiv 1508.07909). Of equally frequent pairs the greatest is merged first, as in the
 * authors' own program, subword-nmt. */
export const bpe: Algorithm = {
  learn(counts, options) {
    const alphabet = alphabetOf(counts, options.size, CHARACTERS.split, byCodePoint);
    return learnMerges(counts, alphabet, { ...CHARACTERS, precedes: isGreater }, options);
  },
  tokenizer({ pieces, merges }, options) {
    const model = {
      type: 'BPE',
      dropout: null,
      unk_token: BERT_TOKENS.unk,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      vocab: Object.fromEntries([...SPECIAL, ...pieces].map((piece, id) => [piece, id])),
      merges,
    };
    return spacedWords(model, options);
  },
};
