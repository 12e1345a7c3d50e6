import { type AddedTokens, inOrder, specialToken } from './added-token.js';
import { BERT_RULES, postProcessor, type TokenRules } from './frame.js';
import { BERT_TOKENS, TOKEN_ROLES, type TokenNames } from './special-tokens.js';

export interface WordPieceOptions {
  readonly lowercase: boolean;
  /** Left out: as BERT does, where it lower-cases. */
  readonly stripAccents?: boolean;
  /** Put spaces around Chinese characters; on by default. */
  readonly chineseCharacters?: boolean;
  /** Drop control characters, and make all white space spaces; on by default. */
  readonly cleanText?: boolean;
  /** What begins a piece that goes on with a word. */
  readonly prefix?: string;
  readonly names?: TokenNames;
  readonly added?: AddedTokens;
  readonly rules?: TokenRules;
}

/** A tokenizer.json over a vocabulary, as BERT reads text (Devlin et al., 2019, arXiv 1810.04805): its clean-up, splitting
 * at spaces and punctuation, WordPiece, and the special tokens of the rules. The same arguments give the same bytes.
 * @param pieces the vocabulary in the order of its ids, special tokens included
 * @throws TlcError TOKENIZER_INVALID where a token of the rules is not among the pieces */
export function wordPieceTokenizer(pieces: readonly string[], options: WordPieceOptions): string {
  const { names = BERT_TOKENS, prefix = '##', added = () => [] } = options;
  const vocab = Object.fromEntries(pieces.map((piece, id) => [piece, id]));
  const idOf = (token: string) => (Object.hasOwn(vocab, token) ? vocab[token] : undefined);
  const special = TOKEN_ROLES.flatMap((role) => {
    const id = idOf(names[role]);
    return id === undefined ? [] : [specialToken(id, names[role])];
  });
  const content = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: inOrder(special, added(idOf)),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: options.cleanText ?? true,
      handle_chinese_chars: options.chineseCharacters ?? true,
      strip_accents: options.stripAccents ?? null,
      lowercase: options.lowercase,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
  };
  const model = {
    type: 'WordPiece',
    unk_token: names.unk,
    continuing_subword_prefix: prefix,
    max_input_chars_per_word: 100,
    vocab,
  };
  return JSON.stringify({
    ...content,
    post_processor: postProcessor({ ...content, model }, options.rules ?? BERT_RULES, names, 'the vocabulary'),
    decoder: { type: 'WordPiece', prefix, cleanup: true },
    model,
  });
}
