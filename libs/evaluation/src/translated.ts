import { fittingHead } from '#fit';
import { checkModelFits, type Model, translate, type TranslateOptions, weightsOf, type Weights } from '#models';
import { type Dataset, openTokenizer, picked, type SplitName, splitOf } from '#text';

/** How a split is translated. */
export interface TranslatedOptions extends Omit<TranslateOptions, 'best'> {
  /** Instead of the model's own. */
  readonly weights?: Weights;
}

/** The translations of a split's sources, in its order, and how many did not end by themselves.
 * @throws TlcError DATA_NO_SPLIT, MODEL_WRONG_HEAD, and what checkModelFits and translate throw */
export async function translated(
  model: Model,
  dataset: Dataset,
  split: SplitName,
  { weights = weightsOf(model), ...options }: TranslatedOptions,
): Promise<{ readonly texts: string[]; readonly unended: number }> {
  const data = splitOf(dataset, split);
  fittingHead(model.head, dataset);
  checkModelFits(model, dataset, [split]);
  const sources = Array.from({ length: data.sentences / 2 }, (_, pair) => 2 * pair);
  const found = await translate(weights, model, picked(data, sources), options);
  const { engine } = openTokenizer(dataset.tokenizer);
  const texts = await engine.decodeBatch(
    found.map(([best]) => [...best.tokens]),
    true,
  );
  return { texts, unended: found.filter(([best]) => !best.ended).length };
}
