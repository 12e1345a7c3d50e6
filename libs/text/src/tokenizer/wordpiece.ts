import { SPECIAL_TOKENS } from './special-tokens.js';

/** A tokenizer.json for BERT over a vocabulary: its clean-up of text, splitting at spaces and punctuation, WordPiece,
 * and `[CLS] A [SEP]` or `[CLS] A [SEP] B [SEP]` with types 0 and 1. The same arguments give the same bytes.
 * @param pieces the vocabulary in the order of its ids, special tokens included */
export function wordPieceTokenizer(pieces: readonly string[], options: { lowercase: boolean }): string {
  const vocab = Object.fromEntries(pieces.map((piece, id) => [piece, id]));
  const special = (token: string, type: 0 | 1) => ({ SpecialToken: { id: token, type_id: type } });
  const text = (id: 'A' | 'B', type: 0 | 1) => ({ Sequence: { id, type_id: type } });
  const single = [special('[CLS]', 0), text('A', 0), special('[SEP]', 0)];
  const names = SPECIAL_TOKENS.map(([, token]) => token).sort((a, b) => vocab[a] - vocab[b]);
  return JSON.stringify({
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: names.map((content) => ({
      id: vocab[content],
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: options.lowercase,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single,
      pair: [...single, text('B', 1), special('[SEP]', 1)],
      special_tokens: Object.fromEntries(
        ['[CLS]', '[SEP]'].map((token) => [token, { id: token, ids: [vocab[token]], tokens: [token] }]),
      ),
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab,
    },
  });
}
