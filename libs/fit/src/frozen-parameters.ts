import { TlcError, type TrainingConfig } from '#contracts';
import type { ModelShape } from '#families';
import { namesOf } from './named-parameters.js';

/** The parameters that are not trained.
 * @throws TlcError CONFIG_WRONG_VALUE where none would be left, and where freeze or no_decay names no parameter */
export function frozenParameters(
  { freeze, no_decay: undecayed }: Pick<TrainingConfig, 'freeze' | 'no_decay'>,
  { parameters }: ModelShape,
): ReadonlySet<string> {
  const names = parameters.map(({ name }) => name);
  namesOf('no_decay', undecayed, names);
  const frozen = namesOf('freeze', freeze, names);
  if (frozen.size < names.length) return frozen;
  throw new TlcError('CONFIG_WRONG_VALUE', 'freeze: it leaves no parameter to train', { details: { field: 'freeze' } });
}
