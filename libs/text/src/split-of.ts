import { TlcError } from '#contracts';
import type { Dataset, Split } from './dataset.js';
import type { SplitName } from './files/split-names.js';

/** A split of a data set.
 * @throws TlcError DATA_NO_SPLIT listing those that are there */
export function splitOf(dataset: Dataset, name: SplitName): Split {
  const split = dataset.splits[name];
  if (split) return split;
  const there = Object.keys(dataset.splits).join(', ');
  throw new TlcError('DATA_NO_SPLIT', `the data set has no ${name} split; it has ${there}`, {
    details: { split: name, splits: Object.keys(dataset.splits) },
  });
}
