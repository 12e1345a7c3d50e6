import { TlcError } from '#contracts';
import type { Dataset } from '../dataset.js';
import { tokenId } from '../tokenizer/frame.js';

/** Sentinels at most, as T5 has them: more spans than a text of 2000 tokens has. */
const MOST = 100;

/** The ids of the tokens that stand for spans: those of the tokenizer that are called as T5's, or else those that the model
 * has beyond the tokenizer's vocabulary.
 * @param vocabulary tokens that the model has
 * @throws TlcError TOKENIZER_MISMATCH where there are not two of them */
export function sentinelsOf(
  { tokenizer, vocabSize }: Pick<Dataset, 'tokenizer' | 'vocabSize'>,
  vocabulary: number,
): number[] {
  const named = namedSentinels(tokenizer);
  const ids = named.length > 0 ? named : Array.from({ length: vocabulary - vocabSize }, (_, i) => vocabSize + i);
  if (ids.length >= 2) return ids.slice(0, MOST);
  const message = `the model has ${vocabulary} tokens, those of its tokenizer, of which none stands for a span (<extra_id_0>, …): begin with a new model, which gets them, or with one that has them`;
  throw new TlcError('TOKENIZER_MISMATCH', message, { details: { vocabulary, tokenizer: vocabSize } });
}

/** Tokens that a new model needs beyond a tokenizer's so that it has sentinels. */
export const sentinelsToAdd = (tokenizer: string, wanted: number): number =>
  namedSentinels(tokenizer).length > 0 ? 0 : wanted;

function namedSentinels(tokenizer: string): number[] {
  const content = JSON.parse(tokenizer) as Record<string, unknown>;
  const ids: number[] = [];
  for (let id = tokenId(content, '<extra_id_0>'); id !== undefined; id = tokenId(content, `<extra_id_${ids.length}>`)) {
    ids.push(id);
  }
  return ids;
}
