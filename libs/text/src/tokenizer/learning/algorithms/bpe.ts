import { inOrder, specialToken } from '../../added-token.js';
import { BERT_RULES, postProcessor } from '../../frame.js';
import { metaspace } from '../../metaspace.js';
import { BERT_TOKENS } from '../../special-tokens.js';
import type { Algorithm } from '../algorithm.js';
import { alphabetOf, byCodePoint } from '../alphabet.js';
import { cleaning } from '../cleaning.js';
import { CHARACTERS, learnMerges } from '../learn-merges.js';
import { isGreater } from '../greater-pair.js';

const SPECIAL = Object.values(BERT_TOKENS);

/** Byte-pair encoding (Sennrich et al. 2016, arXiv 1508.07909) of words, each with the space before it, and of the punctuation
 * between them. Text is written again as it was, but for white space: that is one space. Of equally frequent pairs the greatest is merged
 * first, as in the authors' own program, subword-nmt. */
export const bpe: Algorithm = {
  learn(counts, options) {
    const alphabet = alphabetOf(counts, options.size, CHARACTERS.split, byCodePoint);
    return learnMerges(counts, alphabet, { ...CHARACTERS, precedes: isGreater }, options);
  },
  tokenizer({ pieces, merges }, options) {
    const spaces = metaspace('always');
    const content = {
      version: '1.0',
      truncation: null,
      padding: null,
      added_tokens: inOrder(SPECIAL.map((token, id) => specialToken(id, token))),
      normalizer: {
        type: 'Sequence',
        normalizers: [
          { type: 'NFC' },
          ...cleaning(options),
          { type: 'Replace', pattern: { Regex: '\\s+' }, content: ' ' },
          { type: 'Strip', strip_left: true, strip_right: true },
        ],
      },
      pre_tokenizer: { type: 'Sequence', pretokenizers: [spaces, { type: 'Punctuation', behavior: 'Isolated' }] },
    };
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
    return JSON.stringify({
      ...content,
      post_processor: postProcessor({ ...content, model }, BERT_RULES, BERT_TOKENS, 'the vocabulary'),
      decoder: spaces,
      model,
    });
  },
};
