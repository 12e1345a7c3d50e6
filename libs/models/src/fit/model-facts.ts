import { dimensions } from '#families';
import { checkFit, dataFacts, type ModelFacts } from '#fit';
import type { Dataset, SplitName } from '#text';
import type { Model } from '../model.js';

/** What of a model decides which data it can take. */
export function modelFacts({ config, head, tokenizer }: Pick<Model, 'config' | 'head' | 'tokenizer'>): ModelFacts {
  const { vocabulary, positions, types } = dimensions(config);
  return {
    head,
    vocabulary,
    positions,
    types,
    ...(tokenizer !== undefined && { tokenizer }),
  };
}

/** Checks that a model's encoder can take a data set, whoever is about to compute with both.
 * @param splits those that are read; all when left out
 * @throws TlcError TOKENIZER_MISMATCH, DATA_TOO_LONG, DATA_SECOND_TEXTS */
export function checkModelFits(model: Model, dataset: Dataset, splits?: SplitName[]): void {
  checkFit(modelFacts(model), dataFacts(dataset, splits));
}
