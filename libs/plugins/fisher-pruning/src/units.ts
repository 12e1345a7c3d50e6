import {
  type Cut,
  type LayerParts,
  type ModelConfig,
  type ModelShape,
  cutConfig,
  layerParts,
  operationsPerToken,
} from '#families';

/** Heads and neurons: what is removed of a layer. */
export type Kind = 'heads' | 'neurons';

/** The heads, or the neurons, of one layer. */
export interface LayerUnits {
  readonly layer: string;
  readonly kind: Kind;
  readonly count: number;
  /** Multiply-adds of one of them for a token of an input of 128. */
  readonly cost: number;
}

/** The heads and neurons of all layers; one list for layers that share their parameters.
 * @returns beside them the multiply-adds for a token that none of them takes part in */
export function unitsOf(shape: ModelShape): { units: readonly LayerUnits[]; fixed: number } {
  const layers = new Map(layerParts(shape.config).map((parts) => [parts.name, parts]));
  const total = operationsPerToken(shape);
  const units = [...layers.values()].flatMap((parts) =>
    (['heads', 'neurons'] as const).map((kind): LayerUnits => {
      const count = kind === 'heads' ? parts.heads : parts.inner;
      return { layer: parts.name, kind, count, cost: costOf(shape, parts, kind, total) };
    }),
  );
  return { units, fixed: units.reduce((rest, { count, cost }) => rest - count * cost, total) };
}

/** What all but one of them cost, each: what the last one costs follows, since each costs the same. */
function costOf(shape: ModelShape, parts: LayerParts, kind: Kind, total: number): number {
  const count = kind === 'heads' ? parts.heads : parts.inner;
  if (count === 1) return 0;
  const one: Cut = { [kind]: { [parts.name]: [0] } };
  return (total - operationsOf(cutConfig(shape.config, one).config, shape)) / (count - 1);
}

const operationsOf = (config: ModelConfig, { head }: ModelShape) =>
  operationsPerToken({ config, head, parameters: [] });
