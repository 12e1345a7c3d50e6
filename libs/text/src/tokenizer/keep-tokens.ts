import { TlcError } from '#contracts';
import { type PiecesJson, type TokenizerContent, contentOf } from './tokenizer-content.js';

/** A tokenizer.json of which some tokens are left, with the ids that they have in the order given. It reads text as before
 * wherever it gave tokens that are left: WordPiece takes the longest piece, and a longer one does not come; byte-pair encoding
 * loses merges whose results are gone; a unigram model loses segmentations that were worse.
 * @param kept ids of the tokens that are left
 * @throws TlcError TOKENIZER_INVALID where an added token, or one that its post-processor puts around texts, is not left */
export function keepTokens(json: string, kept: readonly number[]): string {
  const content = contentOf(json);
  const ids = new Map(kept.map((id, after) => [id, after]));
  const idAfter = (id: number, token: string): number => {
    const after = ids.get(id);
    if (after !== undefined) return after;
    throw new TlcError('TOKENIZER_INVALID', `the token ${token} (${id}) of the tokenizer has to stay`);
  };
  return JSON.stringify({
    ...content,
    added_tokens: content.added_tokens
      ?.map((added) => ({ ...added, id: idAfter(added.id, added.content) }))
      .sort((a, b) => a.id - b.id),
    padding: content.padding && {
      ...content.padding,
      pad_id: idAfter(content.padding.pad_id, content.padding.pad_token),
    },
    post_processor: renumbered(content.post_processor, idAfter),
    model: keptPieces(content.model, ids),
  });
}

/** The model with the pieces that have an id afterwards. */
function keptPieces(model: PiecesJson, ids: ReadonlyMap<number, number>): PiecesJson {
  if (Array.isArray(model.vocab)) {
    const pieces = model.vocab
      .flatMap((piece, id) => (ids.has(id) ? [{ piece, id: ids.get(id)! }] : []))
      .sort((a, b) => a.id - b.id);
    const unknown = model.unk_id === undefined || model.unk_id === null ? model.unk_id : ids.get(model.unk_id);
    return { ...model, unk_id: unknown, vocab: pieces.map(({ piece }) => piece) };
  }
  const left = Object.entries(model.vocab)
    .flatMap(([piece, id]) => (ids.has(id) ? [[piece, ids.get(id)!] as const] : []))
    .sort(([, a], [, b]) => a - b);
  const vocab = Object.fromEntries(left);
  const isLeft = (piece: string) => Object.hasOwn(vocab, piece);
  const merges = model.merges?.filter((merge) => {
    const [first, second] = partsOf(merge);
    return isLeft(first) && isLeft(second) && isLeft(first + second);
  });
  return { ...model, vocab, ...(merges && { merges }) };
}

/** The two pieces of a merge: a pair, or in older files one string with a space. */
export const partsOf = (merge: string | readonly [string, string]): readonly [string, string] =>
  typeof merge === 'string' ? (merge.split(' ') as [string, string]) : merge;

type IdAfter = (id: number, token: string) => number;

/** A post-processor with other ids: templates name them in `special_tokens`, those of BERT and RoBERTa in `sep` and `cls`. */
function renumbered(processor: TokenizerContent['post_processor'], idAfter: IdAfter): unknown {
  if (!processor) return processor;
  const changed = { ...processor };
  if (processor.processors) changed.processors = processor.processors.map((each) => renumbered(each, idAfter) as never);
  for (const role of ['sep', 'cls'] as const) {
    const own = processor[role];
    if (own) changed[role] = [own[0], idAfter(own[1], own[0])];
  }
  if (processor.special_tokens) {
    changed.special_tokens = Object.fromEntries(
      Object.entries(processor.special_tokens).map(([name, own]) => [
        name,
        { ...own, ids: own.ids.map((id) => idAfter(id, name)) },
      ]),
    );
  }
  return changed;
}
