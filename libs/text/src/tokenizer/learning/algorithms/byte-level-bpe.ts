import { byteLevel } from '../../byte-level.js';
import { byteLevelAlphabet } from 'tokenizers';
import { BERT_RULES, postProcessor } from '../../frame.js';
import { BERT_TOKENS } from '../../special-tokens.js';
import type { Algorithm } from '../algorithm.js';
import { byCodePoint } from '../alphabet.js';
import { cleaning } from '../cleaning.js';
import { CHARACTERS, learnMerges } from '../learn-merges.js';
import { SPECIAL } from '../spaced-words.js';

/** Byte-pair encoding of bytes, GPT-2's (Radford et al. 2019, section 2.2): its way to split text into words, with a space before the
 * first one, and the 256 bytes for an alphabet, so that no character is unknown. Ties go to the pieces that were there first, as in
 * Hugging Face's trainer. */
export const byteLevelBpe: Algorithm = {
  learn: (counts, options) => learnMerges(counts, byteLevelAlphabet().sort(byCodePoint), CHARACTERS, options),
  tokenizer({ pieces, merges }, options) {
    const all = [...SPECIAL, ...pieces];
    const vocab = Object.fromEntries(all.map((piece, id) => [piece, id]));
    const content = byteLevel(vocab, merges, { addPrefixSpace: true, names: BERT_TOKENS });
    const cleaners = cleaning(options);
    return JSON.stringify({
      ...content,
      normalizer: cleaners.length > 0 ? { type: 'Sequence', normalizers: cleaners } : null,
      post_processor: postProcessor(content, BERT_RULES, BERT_TOKENS, 'the vocabulary'),
      // The space before the first word was not in the text
      decoder: { type: 'Sequence', decoders: [content.decoder, { type: 'Strip', content: ' ', start: 1, stop: 0 }] },
    });
  },
};
