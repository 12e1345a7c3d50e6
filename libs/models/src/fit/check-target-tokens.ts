import { TlcError } from '#contracts';
import { familyOf, targetTokens } from '#families';
import type { Dataset } from '#text';
import type { Model } from '../model.js';

/** Checks that the texts of a translation begin and end with the tokens that the model's decoder begins and ends with.
 * @throws TlcError TOKENIZER_MISMATCH */
export function checkTargetTokens({ config }: Pick<Model, 'config'>, dataset: Pick<Dataset, 'objective' | 'special'>) {
  if (dataset.objective !== 'translation' || !familyOf(config).decode) return;
  const { start, end } = targetTokens(config);
  const { cls, sep } = dataset.special;
  if (start === cls && end === sep) return;
  const message = `the model’s texts begin with the token ${start} and end with ${end}, those of the data set with ${cls} and ${sep}`;
  throw new TlcError('TOKENIZER_MISMATCH', message, {
    details: { model: { start, end }, data: { start: cls, end: sep } },
  });
}
