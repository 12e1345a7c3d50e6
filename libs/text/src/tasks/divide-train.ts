import { TlcError } from '#contracts';
import type { SplitName } from '../files/split-names.js';
import { divide, type Shares } from './divide.js';
import type { Examples } from './read-examples.js';

/** Sets the shares of the train split aside as splits of their own.
 * @param path to name in messages
 * @param examples of all splits, which are changed
 * @throws TlcError DATA_NO_SPLIT where there is no train split, or too few rows; DATA_SPLIT_UNCLEAR where a split of which a
 * share is asked for is there */
export function divideTrain(
  path: string,
  examples: Partial<Record<SplitName, Examples>>,
  { shares = {}, seed = 0 }: { readonly shares?: Shares; readonly seed?: number },
): void {
  const { dev, test } = shares;
  const wanted = [...(dev ? (['dev'] as const) : []), ...(test ? (['test'] as const) : [])];
  if (wanted.length === 0) return;
  const there = wanted.find((split) => examples[split]);
  if (there) {
    const message = `${path} has a ${there} split of its own: leave ${there}_share out`;
    throw new TlcError('DATA_SPLIT_UNCLEAR', message, { details: { path, split: there } });
  }
  if (!examples.train) {
    const splits = Object.keys(examples);
    const message = `${path} has no train split to take a share of; it has ${splits.join(', ')}`;
    throw new TlcError('DATA_NO_SPLIT', message, { details: { path, splits } });
  }
  const parts = divide(examples.train, { dev, test }, seed);
  const empty = (['train', ...wanted] as const).find((split) => parts[split]?.texts.length === 0);
  if (empty) {
    const message = `${path}: the ${examples.train.texts.length} rows are too few: none is left for ${empty}`;
    throw new TlcError('DATA_NO_SPLIT', message, { details: { path, split: empty } });
  }
  Object.assign(examples, parts);
}
