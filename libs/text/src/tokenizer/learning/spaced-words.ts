import { inOrder, specialToken } from '../added-token.js';
import { BERT_RULES, postProcessor } from '../frame.js';
import { metaspace } from '../metaspace.js';
import { BERT_TOKENS } from '../special-tokens.js';
import { cleaning, type CleaningOptions } from './cleaning.js';

/** The special tokens, in the order of their ids. */
export const SPECIAL: readonly string[] = Object.values(BERT_TOKENS);

/** A tokenizer.json of words, each with the space before it, and of the punctuation between them. Text is written again as it was,
 * but for white space: that is one space.
 * @param model of a vocabulary that begins with SPECIAL */
export function spacedWords(model: Readonly<Record<string, unknown>>, options: CleaningOptions): string {
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
  return JSON.stringify({
    ...content,
    post_processor: postProcessor({ ...content, model }, BERT_RULES, BERT_TOKENS, 'the vocabulary'),
    decoder: spaces,
    model,
  });
}
