import { TlcError } from '#contracts';
import type { DataFacts, ModelFacts, SplitFacts } from './facts.js';
import { sameVocabulary } from './vocabulary.js';

/** Checks that a model's encoder can take a data set: that both mean the same by an id, and that every token, position and
 * type has an embedding. What the head answers is `fittingHead`'s business.
 * @throws TlcError TOKENIZER_MISMATCH, DATA_TOO_LONG, DATA_SECOND_TEXTS */
export function checkFit(model: ModelFacts, data: DataFacts): void {
  if (
    model.tokenizer !== undefined &&
    data.tokenizer !== undefined &&
    !sameVocabulary(model.tokenizer, data.tokenizer)
  ) {
    throw new TlcError('TOKENIZER_MISMATCH', 'the data set was encoded with another vocabulary than that of the model');
  }
  if (data.vocabulary > model.vocabulary) {
    const message = `the data set’s vocabulary has ${data.vocabulary} tokens, the model embeddings for ${model.vocabulary}`;
    throw new TlcError('TOKENIZER_MISMATCH', message, { details: { data: data.vocabulary, model: model.vocabulary } });
  }
  for (const [name, split] of Object.entries(data.splits)) checkSplit(name, split, model);
}

/** Checks that a model has positions for the sentences of a split.
 * @param longest tokens of its longest sentence, or fewer where only a bound is known
 * @throws TlcError DATA_TOO_LONG */
export function checkPositions(split: string, longest: number, positions: number): void {
  if (longest <= positions) return;
  const message = `a sentence of the ${split} split has ${longest} tokens, the model positions for ${positions}`;
  throw new TlcError('DATA_TOO_LONG', message, { details: { split, longest, positions } });
}

function checkSplit(name: string, split: SplitFacts, { vocabulary, positions, types }: ModelFacts): void {
  const { longest, largestId, largestType } = split;
  if (largestId >= vocabulary) {
    const message = `the ${name} split has a token with the id ${largestId}, the model embeddings for ids below ${vocabulary}`;
    throw new TlcError('TOKENIZER_MISMATCH', message, { details: { split: name, id: largestId } });
  }
  checkPositions(name, longest, positions);
  if (types > 0 && largestType >= types) {
    const message = `the ${name} split has pairs whose second text has type ${largestType}, the model embeddings for ${types === 1 ? 'type 0 alone' : `types below ${types}`}`;
    throw new TlcError('DATA_SECOND_TEXTS', message, { details: { split: name, type: largestType, types } });
  }
}
