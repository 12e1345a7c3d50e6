import { type CompressionPlan, linearLayersOf, withStructure } from '#methods';
import type { Form, ModelShape, ParameterShape } from '#families';
import type { LowRankConfig } from './config.js';
import { rankByShape } from './ranks.js';

/** The matrices [out, in] to factorize, by the names of their layers: those that are not factors already.
 * @throws TlcError CONFIG_WRONG_VALUE for a name that no weight has; PLUGIN_REFUSED for weights outside the layers */
export function matricesOf(shape: ModelShape, config: LowRankConfig): ReadonlyMap<string, ParameterShape> {
  const factors = Object.keys(shape.config.structure?.forms ?? {});
  const isFactor = (layer: string) => factors.some((name) => layer.startsWith(`${name}.`));
  return new Map(
    [...linearLayersOf(shape, config)]
      .map(([name, parameter]) => [name.replace(/\.weight$/, ''), parameter] as const)
      .filter(([layer]) => !isFactor(layer)),
  );
}

/** Layers that would not get smaller stay as they are. */
export function plan(shape: ModelShape, config: LowRankConfig): CompressionPlan {
  const forms: Record<string, Form> = { ...shape.config.structure?.forms };
  for (const [layer, parameter] of matricesOf(shape, config)) {
    const rank = rankByShape(config, parameter.shape);
    if (rank > 0) forms[layer] = { kind: 'low-rank', rank };
  }
  return {
    shape: Object.keys(forms).length > 0 ? withStructure(shape, { ...shape.config.structure, forms }) : shape,
    atMost: config.energy !== undefined,
    limits: 'two factors are smaller than a matrix of m rows and n columns below a rank of m n / (m + n)',
    seconds: config.finetune?.stop.seconds,
  };
}
