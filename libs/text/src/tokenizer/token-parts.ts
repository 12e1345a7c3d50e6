import { partsOf } from './keep-tokens.js';
import { type PiecesJson, contentOf, piecesById } from './tokenizer-content.js';

/** What has to stay with the tokens of a tokenizer.json that are left. */
export interface TokenParts {
  /** Ids of what every text may need: special and other added tokens, the unknown token, and the tokens of single bytes. */
  readonly always: ReadonlySet<number>;
  /** Ids of what reads the characters of a token where the token itself is gone. */
  characters(id: number): readonly number[];
  /** Ids of the tokens that byte-pair encoding makes a token of, itself included; of other models itself alone. */
  parts(id: number): ReadonlySet<number>;
}

/** A piece that stands for one byte: `<0x0A>`, as SentencePiece has it. */
const BYTE_PIECE = /^<0x[0-9A-F]{2}>$/;

export function tokenParts(json: string): TokenParts {
  const { added_tokens: added = [], model } = contentOf(json);
  const pieces = piecesById(model);
  const ids = new Map([...pieces].map(([id, piece]) => [piece, id]));
  const merges = mergesByResult(model);
  const always = new Set(added.map(({ id }) => id));
  const unknown = typeof model.unk_token === 'string' ? ids.get(model.unk_token) : model.unk_id;
  if (typeof unknown === 'number') always.add(unknown);
  const isOfBytes = model.merges !== undefined && json.includes('"ByteLevel"');
  for (const [id, piece] of pieces) {
    if (BYTE_PIECE.test(piece) || (isOfBytes && [...piece].length === 1)) always.add(id);
  }
  const prefix = model.continuing_subword_prefix ?? '';
  const found = (names: readonly string[]) => names.flatMap((name) => ids.get(name) ?? []);
  return {
    always,
    characters(id) {
      const piece = pieces.get(id);
      if (piece === undefined || always.has(id)) return [];
      const isInner = prefix !== '' && piece.startsWith(prefix);
      const letters = [...new Set(isInner ? piece.slice(prefix.length) : piece)];
      return found(letters.flatMap((letter) => (prefix === '' ? [letter] : [letter, prefix + letter])));
    },
    parts: (id) => closure(id, pieces, ids, merges),
  };
}

function mergesByResult({ merges = [] }: PiecesJson): ReadonlyMap<string, readonly (readonly [string, string])[]> {
  const byResult = new Map<string, (readonly [string, string])[]>();
  for (const merge of merges) {
    const pair = partsOf(merge);
    const result = pair.join('');
    const own = byResult.get(result);
    if (own) own.push(pair);
    else byResult.set(result, [pair]);
  }
  return byResult;
}

/** All that any merge on the way to a token is made of. */
function closure(
  id: number,
  pieces: ReadonlyMap<number, string>,
  ids: ReadonlyMap<string, number>,
  merges: ReturnType<typeof mergesByResult>,
): ReadonlySet<number> {
  const reached = new Set([id]);
  for (const each of reached) {
    for (const pair of merges.get(pieces.get(each) ?? '') ?? []) {
      for (const part of pair) if (ids.has(part)) reached.add(ids.get(part)!);
    }
  }
  return reached;
}
