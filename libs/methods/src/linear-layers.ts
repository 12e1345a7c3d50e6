import { TlcError } from '#contracts';
import type { ModelShape, ParameterShape } from '#families';
import { type ParameterChoice, chooseParameters } from './choose-parameters.js';

/** The matrices of linear layers that a method works on, by their names: those whose inputs can be looked at.
 * @throws TlcError CONFIG_WRONG_VALUE for a name that no weight has; PLUGIN_REFUSED for weights outside the layers */
export function linearLayersOf(
  shape: Pick<ModelShape, 'parameters'>,
  choice: ParameterChoice,
): ReadonlyMap<string, ParameterShape> {
  const chosen = chooseParameters(shape, choice);
  const outside = chosen.find(({ role, place }) => role !== 'linear' || place !== 'layers');
  if (outside) {
    const message = `${outside.name} is in none of the model's layers: this method works on their linear layers only`;
    throw new TlcError('PLUGIN_REFUSED', message, { details: { name: outside.name } });
  }
  return new Map(chosen.map((parameter) => [parameter.name, parameter]));
}
