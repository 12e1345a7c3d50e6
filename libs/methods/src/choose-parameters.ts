import { TlcError, namePattern, wrongValue } from '#contracts';
import type { ModelShape, ParameterShape } from '#families';
import { nearestTo } from './nearest-to.js';

/** Words for all weights of one kind, which stand beside names in `include` and `skip`. */
const KINDS: Readonly<Record<string, (parameter: ParameterShape) => boolean>> = {
  /** Linear layers of the encoder's layers: attention and feed-forward. */
  layers: (parameter) => parameter.role === 'linear' && parameter.place === 'layers',
  /** Linear layers after the encoder: pooler and head. */
  head: (parameter) => parameter.role === 'linear' && parameter.place === 'head',
  embeddings: (parameter) => parameter.role === 'embedding',
};

/** What a config says of the weights that a method works on. */
export interface ParameterChoice {
  /** Names of parameters, names with `*` for any letters, or `layers`, `head` and `embeddings`. */
  readonly include: readonly string[];
  /** Those of them to leave as they are, in the same words. */
  readonly skip: readonly string[];
}

/** How a key's description explains what may stand in it. */
export const CHOICE_WORDS =
  'by name, where * stands for any letters (*.output.dense.weight), or all of layers, head (with the pooler) or embeddings';

/** The matrices of a model that a method works on, in the order of the model: what `include` names without what `skip`
 * does. Norms and biases are never among them.
 * @param key of the config that says which, for errors
 * @throws TlcError CONFIG_WRONG_VALUE for an entry that no matrix of the model has, with the nearest name; PLUGIN_REFUSED
 * where none is left */
export function chooseParameters(
  { parameters }: Pick<ModelShape, 'parameters'>,
  { include, skip }: ParameterChoice,
  key = 'include',
): readonly ParameterShape[] {
  const matrices = parameters.filter(({ role }) => role === 'linear' || role === 'embedding');
  const named = (key: string, entries: readonly string[]) =>
    new Set(entries.flatMap((entry) => matching(key, entry, matrices)));
  const [included, skipped] = [named(key, include), named('skip', skip)];
  const chosen = matrices.filter((parameter) => included.has(parameter) && !skipped.has(parameter));
  if (chosen.length > 0) return chosen;
  throw new TlcError('PLUGIN_REFUSED', `${key} and skip leave no weight of the model to work on`, {
    details: { include, skip },
  });
}

/** Their names. @throws what `chooseParameters` throws */
export const chosenNames = (...asked: Parameters<typeof chooseParameters>): ReadonlySet<string> =>
  new Set(chooseParameters(...asked).map(({ name }) => name));

function matching(key: string, entry: string, matrices: readonly ParameterShape[]): readonly ParameterShape[] {
  // A model without a head has none to skip
  if (entry in KINDS) return matrices.filter(KINDS[entry]);
  const pattern = namePattern(entry);
  const found = matrices.filter(({ name }) => pattern.test(name));
  if (found.length > 0) return found;
  const near = nearestTo(entry, [...matrices.map(({ name }) => name), ...Object.keys(KINDS)]);
  throw wrongValue(key, entry, `the name of a weight matrix of the model${near ? `, such as ${near}` : ''}`);
}
