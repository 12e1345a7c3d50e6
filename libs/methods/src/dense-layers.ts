import type { ModelShape, ParameterShape } from '#families';
import type { ParameterChoice } from './choose-parameters.js';
import { linearLayersOf } from './linear-layers.js';

/** The matrices [out, in] that a method may factorize, by the names of their layers: those that are not factors already.
 * @throws TlcError CONFIG_WRONG_VALUE for a name that no weight has; PLUGIN_REFUSED for weights outside the layers */
export function denseLayersOf(shape: ModelShape, choice: ParameterChoice): ReadonlyMap<string, ParameterShape> {
  const factors = Object.keys(shape.config.structure?.forms ?? {});
  const isFactor = (layer: string) => factors.some((name) => layer.startsWith(`${name}.`));
  return new Map(
    [...linearLayersOf(shape, choice)]
      .map(([name, parameter]) => [name.replace(/\.weight$/, ''), parameter] as const)
      .filter(([layer]) => !isFactor(layer)),
  );
}
