/** The pieces of a tokenizer.json's model: a map of ids (WordPiece, byte-pair encoding), or a list with scores (unigram). */
export interface PiecesJson {
  readonly type?: string;
  readonly vocab: Readonly<Record<string, number>> | readonly (readonly [piece: string, score: number])[];
  readonly merges?: readonly (string | readonly [string, string])[];
  readonly unk_token?: string | null;
  readonly unk_id?: number | null;
  readonly continuing_subword_prefix?: string | null;
}

/** What of a tokenizer.json names ids. */
export interface TokenizerContent {
  readonly added_tokens?: readonly { readonly id: number; readonly content: string }[];
  readonly padding?: { readonly pad_id: number; readonly pad_token: string } | null;
  readonly post_processor?: PostProcessorJson | null;
  readonly model: PiecesJson;
}

interface PostProcessorJson {
  processors?: readonly PostProcessorJson[];
  sep?: readonly [token: string, id: number];
  cls?: readonly [token: string, id: number];
  special_tokens?: Readonly<Record<string, { readonly ids: readonly number[] }>>;
}

export const contentOf = (json: string) => JSON.parse(json) as TokenizerContent;

/** The tokens of a model's vocabulary by their ids; added ones are beside it. */
export function piecesById({ vocab }: PiecesJson): ReadonlyMap<number, string> {
  if (Array.isArray(vocab)) return new Map(vocab.map(([piece]: readonly [string, number], id) => [id, piece]));
  return new Map(Object.entries(vocab as Readonly<Record<string, number>>).map(([piece, id]) => [id, piece]));
}
