import { counting } from '../counting/counting.js';
import { Ledger } from '../counting/ledger.js';
import { ONE } from '../counting/of-one-token.js';
import type { CountedValue } from '../counting/value.js';
import type { ModelConfig } from '../family.js';
import { factorNames } from '../forms/factors.js';
import { withForms } from '../forms/with-forms.js';
import type { Operations } from '../operations.js';
import { familyOf } from '../registry.js';
import { withShapes } from './with-shapes.js';
import { withSharing } from './with-sharing.js';

/** What hangs together in one layer of an encoder: removing a head or a neuron removes its rows and columns everywhere. */
export interface LayerParts {
  readonly name: string;
  readonly heads: number;
  /** Width of a head. */
  readonly headSize: number;
  /** Linear layers whose rows are the heads', one head's after another's; `times` over where one makes queries, keys and values. */
  readonly headRows: ReadonlyMap<string, number>;
  /** Linear layers whose columns are the heads'. */
  readonly headColumns: readonly string[];
  /** Width between the two products of the feed-forward block. */
  readonly inner: number;
  readonly up: string;
  /** The layer of the gate, where it is one of its own. */
  readonly gate?: string;
  readonly down: string;
  /** Whether `up` makes two halves of that width. */
  readonly gated: boolean;
  /** How it attends: what it sees, and by which positions. Layers of which this differs compute otherwise. */
  readonly attends: string;
}

type Draft = { -readonly [K in keyof LayerParts]: LayerParts[K] } & {
  headRows: Map<string, number>;
  headColumns: string[];
};

const draftOf = (name: string): Draft => ({
  name,
  heads: 0,
  headSize: 0,
  headRows: new Map(),
  headColumns: [],
  inner: 0,
  up: '',
  down: '',
  gated: false,
  attends: '',
});

/** The reading that sees what hangs together: the layers of an encoder in the order in which they compute, one that is used
 * twice twice. */
export function layerParts(config: ModelConfig): readonly LayerParts[] {
  const { structure } = config;
  const counted = withForms(counting(new Ledger(ONE)), structure);
  const layers: Draft[] = [];
  const contexts = new Set<CountedValue>();
  const attended = (qkv: CountedValue, context: CountedValue, heads: number, how: object) => {
    contexts.add(context);
    const headSize = qkv.width / 3 / heads;
    const layer = layers.at(-1)!;
    Object.assign(layer, { heads, headSize, attends: layer.attends + JSON.stringify(how) });
    return context;
  };
  const made = (linear: string, heads: number | undefined, times = 1) => {
    if (heads !== undefined) layers.at(-1)!.headRows.set(linear, times);
  };
  const on: Operations<CountedValue> = {
    ...counted,
    linear(linear, x, out, options) {
      made(linear, options?.heads, options?.times);
      if (contexts.has(x)) layers.at(-1)!.headColumns.push(linear);
      return counted.linear(linear, x, out, options);
    },
    sideBySide(names, x, outs, options) {
      for (const linear of names) made(linear, options?.heads);
      return counted.sideBySide(names, x, outs, options);
    },
    attention(qkv, how) {
      const { heads, bias, ...others } = how;
      return attended(qkv, counted.attention(qkv, how), heads, { ...others, bias: bias !== undefined });
    },
    disentangled(qkv, how) {
      const { heads, positionKeys, positionQueries, ...others } = how;
      const terms = [positionKeys !== undefined, positionQueries !== undefined];
      return attended(qkv, counted.disentangled(qkv, how), heads, { ...others, terms });
    },
    feedForward(parts, x, inner, activation) {
      const { up, gate, down, gated = false } = parts;
      Object.assign(layers.at(-1)!, { up, gate, down, gated, inner });
      return counted.feedForward(parts, x, inner, activation);
    },
    sinusoids(x, how) {
      const layer = layers.at(-1);
      if (layer) layer.attends += JSON.stringify(how);
      return counted.sinusoids(x, how);
    },
    reversible: (all, x) =>
      counted.reversible(
        all.map((layer) => ({
          ...layer,
          attention: {
            ...layer.attention,
            body(own) {
              layers.push(draftOf(layer.name));
              return layer.attention.body(own);
            },
          },
        })),
        x,
      ),
    layer(name, x, body, outside) {
      layers.push(draftOf(name));
      return counted.layer(name, x, body, outside);
    },
  };
  familyOf(config).encode(withSharing(withShapes(on, structure), structure), config);
  return layers;
}

/** The weight whose columns are a layer's heads, whatever form its linear layer has. */
export const headColumnsOf = ({ headColumns: [linear] }: LayerParts, config: ModelConfig): string =>
  `${columnsOf(linear, config)}.weight`;

/** The parts of parameters' names, without `.weight` and `.bias`, whose rows and whose columns are a layer's neurons. */
export const neuronWeightsOf = ({ up, gate, down }: LayerParts, config: ModelConfig) => ({
  up: rowsOf(up, config),
  ...(gate !== undefined && { gate: rowsOf(gate, config) }),
  down: columnsOf(down, config),
});

/** Where the rows of a linear layer of any form are. */
export const rowsOf = (linear: string, { structure }: ModelConfig): string =>
  structure?.forms?.[linear] ? factorNames(linear).right : linear;

/** Where its columns are. */
export const columnsOf = (linear: string, { structure }: ModelConfig): string =>
  structure?.forms?.[linear] ? factorNames(linear).left : linear;
