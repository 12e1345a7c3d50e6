import { type AddedTokens, inOrder, specialToken } from '../added-token.js';
import { metaspace } from '../metaspace.js';
import { TOKEN_ROLES, type TokenNames } from '../special-tokens.js';
import type { Dialect } from './dialects.js';
import { PIECE, type SentencePieceModel } from './model.js';

export interface SentencePieceOptions {
  readonly names?: Partial<TokenNames>;
  readonly added?: AddedTokens;
}

/** A tokenizer.json for a SentencePiece model as a class of Transformers uses it, without special tokens around texts:
 * `frame` adds these. */
export function sentencePieceTokenizer(
  model: SentencePieceModel,
  dialect: Dialect,
  options: SentencePieceOptions = {},
): string {
  const vocab = dialect.pieces(model.pieces).map(({ piece, score }) => [piece, score] as const);
  const ids = new Map(vocab.map(([piece], id) => [piece, id]));
  const idOf = (token: string) => ids.get(token);
  const ofModel = model.pieces.flatMap(({ piece, type }) => {
    const id = idOf(piece);
    if (id === undefined || (type !== PIECE.control && type !== PIECE.userDefined)) return [];
    return [specialToken(id, piece, { special: type === PIECE.control })];
  });
  const names = TOKEN_ROLES.flatMap((role) => options.names?.[role] ?? []);
  // What the vocabulary lacks comes after it, as Transformers adds it
  const lacking = [...new Set(names)].filter((name) => !ids.has(name));
  const ofRoles = names.map((name) =>
    specialToken(idOf(name) ?? vocab.length + lacking.indexOf(name), name, {
      lstrip: name === options.names?.mask && dialect.isMaskWithSpace,
    }),
  );
  const spaces = metaspace(model.addDummyPrefix ? 'always' : 'never');
  const precompiled =
    model.characters.length > 0
      ? [{ type: 'Precompiled', precompiled_charsmap: model.characters.toString('base64') }]
      : [];
  return JSON.stringify({
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: inOrder(ofModel, ofRoles, options.added?.(idOf) ?? []),
    normalizer: {
      type: 'Sequence',
      normalizers: [...dialect.before, ...precompiled, ...(model.removeExtraWhitespaces ? dialect.spaces : [])],
    },
    pre_tokenizer: { type: 'Sequence', pretokenizers: [...dialect.splits, spaces] },
    post_processor: null,
    decoder: spaces,
    model: {
      type: 'Unigram',
      unk_id: idOf(model.pieces[model.unknown].piece),
      vocab,
      byte_fallback: model.byteFallback,
    },
  });
}
