import { type CompressionContext, cutVocabulary } from '#compression';
import { TlcError } from '#contracts';
import type { Model } from '#models';
import { keepTokens, tokenParts } from '#text';
import { chooseTokens } from './choose-tokens.js';
import type { VocabularyPruningConfig } from './config.js';

/** Counts the tokens of the train split, keeps those used most, and rewrites the tokenizer. */
export async function apply(
  model: Model,
  { size }: VocabularyPruningConfig,
  context: CompressionContext,
): Promise<Model> {
  if (model.tokenizer === undefined)
    throw new TlcError('PLUGIN_REFUSED', 'the model has no tokenizer that could be rewritten');
  const kept = chooseTokens(await context.tokenCounts(model), size, tokenParts(model.tokenizer));
  return { ...cutVocabulary(model, kept), tokenizer: keepTokens(model.tokenizer, kept) };
}
