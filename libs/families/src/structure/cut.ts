import type { ModelConfig } from '../family.js';
import { columnsOf, layerParts, rowsOf, type LayerParts } from './layer-parts.js';
import { saidInConfig } from './said-in-config.js';

/** What is left of a model's layers, by their indices or names as the model has them now; all of what is not named. Indices
 * rise, and there is one at least. */
export interface Cut {
  /** Layers, by their indices. */
  readonly layers?: readonly number[];
  /** Attention heads of a layer, by the layer's name. */
  readonly heads?: Readonly<Record<string, readonly number[]>>;
  /** Neurons between the two products of a layer's feed-forward block, by the layer's name. */
  readonly neurons?: Readonly<Record<string, readonly number[]>>;
}

/** Rows and columns of a parameter that are left; all where they are left out. */
export interface KeptIndices {
  readonly rows?: readonly number[];
  readonly columns?: readonly number[];
}

/** A config after a cut, and where the parameters of its layers come from. */
export interface CutConfig {
  readonly config: ModelConfig;
  /** Names of layers before, by those after: where layers are gone those after them move up, as far as the family's config
   * can say so. */
  readonly layers: ReadonlyMap<string, string>;
  /** What is left of the parameters that get smaller, by their names before. */
  readonly kept: ReadonlyMap<string, KeptIndices>;
}

/** The config of what a cut leaves. The family's own config says it as far as it can, so that files stay what Transformers
 * reads; the rest is the structure's. */
export function cutConfig(config: ModelConfig, cut: Cut): CutConfig {
  const all = layerParts(config);
  const indices = cut.layers ?? all.map((_, index) => index);
  const { structure: before = {} } = config;
  const left = new Map(indices.map((index) => [all[index].name, all[index]]));
  const names = [...left.keys()];

  const heads: Record<string, readonly number[]> = {};
  const inner: Record<string, number> = {};
  for (const [name, parts] of left) {
    const own = before.heads?.[name];
    const kept = cut.heads?.[name];
    if (own || (kept && kept.length < parts.heads)) heads[name] = kept ? kept.map((head) => own?.[head] ?? head) : own!;
    inner[name] = cut.neurons?.[name]?.length ?? parts.inner;
  }
  const isOf = (linear: string) => names.some((name) => linear.startsWith(`${name}.`));
  const forms = Object.fromEntries(Object.entries(before.forms ?? {}).filter(([linear]) => isOf(linear)));
  const layers = indices.map((index) => before.layers?.[index] ?? index);

  const kept = new Map<string, KeptIndices>();
  for (const parts of left.values()) {
    for (const [name, own] of keptOf(parts, config, cut)) kept.set(name, { ...kept.get(name), ...own });
  }
  return { ...saidInConfig(config, { layers, heads, inner, forms, shared: before.shared ?? {} }), kept };
}

/** Rows and columns of a layer's parameters. */
function keptOf(parts: LayerParts, config: ModelConfig, { heads, neurons }: Cut): [string, KeptIndices][] {
  const rows = (linear: string, kept: readonly number[]): [string, KeptIndices][] =>
    ['weight', 'bias'].map((part) => [`${rowsOf(linear, config)}.${part}`, { rows: kept }]);
  const columns = (linear: string, kept: readonly number[]): [string, KeptIndices] => [
    `${columnsOf(linear, config)}.weight`,
    { columns: kept },
  ];
  const result: [string, KeptIndices][] = [];
  const ownHeads = heads?.[parts.name];
  if (ownHeads && ownHeads.length < parts.heads) {
    const own = ownHeads.flatMap((head) => range(parts.headSize).map((i) => head * parts.headSize + i));
    const width = parts.heads * parts.headSize;
    for (const [linear, times] of parts.headRows) result.push(...rows(linear, repeated(own, width, times)));
    for (const linear of parts.headColumns) result.push(columns(linear, own));
  }
  const ownNeurons = neurons?.[parts.name];
  if (ownNeurons && ownNeurons.length < parts.inner) {
    result.push(...rows(parts.up, repeated(ownNeurons, parts.inner, parts.gated ? 2 : 1)));
    if (parts.gate !== undefined) result.push(...rows(parts.gate, ownNeurons));
    result.push(columns(parts.down, ownNeurons));
  }
  return result;
}

const range = (length: number) => Array.from({ length }, (_, i) => i);

/** The same indices in each of several parts of one width. */
const repeated = (indices: readonly number[], width: number, times: number) =>
  range(times).flatMap((part) => indices.map((index) => part * width + index));
