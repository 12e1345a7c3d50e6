import { DATA_TYPES } from '../proto/schema.js';
import type { GraphBuilder, GraphValue } from '../graph/builder.js';
import type { Heads } from './heads.js';
import { INPUTS } from './inputs.js';
import type { DrawnValue } from './value.js';

/** Keys and values that a decoder's graph is given of the tokens before and of the source, and gives back with those of its own
 * tokens, under Optimum's names. One input says whether they are given: where they are not, what stands there is left. */
export interface Cache {
  /** How many tokens came before, int64 []. */
  readonly length: string;
  /** The encoder's hidden states that keys and values are still to be made of. */
  readonly memory: DrawnValue;
  /** Keys and values of the next layer's tokens after those before. */
  withTexts(fresh: Heads, heads: number): Heads;
  /** Keys and values of the source, made of `memory` or given. */
  withSources(fresh: Heads, heads: number): Heads;
  /** Past keys and values of all layers. */
  inputs(): GraphValue[];
  /** Present ones. */
  outputs(): GraphValue[];
}

/** More than a text has tokens. */
const ALL = 2 ** 31 - 1;

type Side = 'decoder' | 'encoder';

const nameOf = (when: 'past_key_values' | 'present', layer: number, side: Side, part: 'key' | 'value') =>
  `${when}.${layer}.${side}.${part}`;

/** @param hidden width of the encoder's hidden states */
export function cache(graph: GraphBuilder, hidden: number): Cache {
  const layers: Record<Side, { readonly heads: number; readonly size: number }[]> = { decoder: [], encoder: [] };
  const made: GraphValue[] = [];
  const all = graph.integers('all', [ALL]);
  const isGiven = graph.node('Cast', [INPUTS.useCache], { to: DATA_TYPES.int64 }, 'is_given');
  const isFresh = graph.node('Sub', [graph.integers('one', [1]), isGiven], {}, 'is_fresh');
  const [given, fresh] = [isGiven, isFresh].map((flag) => graph.node('Mul', [flag, all]));
  /** All of x along an axis, or nothing of it. */
  const upTo = (x: string, end: string, axis: number) =>
    graph.node('Slice', [x, graph.integers('zero', [0]), end, graph.integers('axis', [axis])]);
  const past = (layer: number, side: Side, part: 'key' | 'value') =>
    upTo(graph.fromFloat32(nameOf('past_key_values', layer, side, part)), given, 2);
  const present = (layer: number, side: Side, part: 'key' | 'value', x: string, heads: number, size: number) => {
    const name = nameOf('present', layer, side, part);
    graph.node('Cast', [x], { to: DATA_TYPES.float32 }, name);
    made.push({ name, type: 'float32', shape: ['batch', heads, `${side}_length`, size] });
    return x;
  };
  const joined = (side: Side, { q, k, v, size }: Heads, heads: number): Heads => {
    const layer = layers[side].push({ heads, size }) - 1;
    const both = (part: 'key' | 'value', own: string) => {
      const parts = side === 'decoder' ? own : upTo(own, fresh, 2);
      const whole = graph.node('Concat', [past(layer, side, part), parts], { axis: 2 });
      return present(layer, side, part, whole, heads, size);
    };
    return { q, k: both('key', k), v: both('value', v), size };
  };
  const before = graph.node('Shape', [upTo(nameOf('past_key_values', 0, 'decoder', 'key'), given, 2)]);
  // Of one token at least, for products do not take none
  const taken = graph.node('Max', [fresh, graph.integers('one', [1])]);
  return {
    length: graph.node('Gather', [before, graph.integers('two', [2], true)], { axis: 0 }, 'past_length'),
    memory: { name: graph.fromFloat32(upTo(INPUTS.memory, taken, 1)), width: hidden, rows: 'tokens' },
    withTexts: (heads, count) => joined('decoder', heads, count),
    withSources: (heads, count) => joined('encoder', heads, count),
    inputs: () =>
      (['decoder', 'encoder'] as const).flatMap((side) =>
        layers[side].flatMap(({ heads, size }, layer) =>
          (['key', 'value'] as const).map((part): GraphValue => ({
            name: nameOf('past_key_values', layer, side, part),
            type: 'float32',
            shape: ['batch', heads, `past_${side}_length`, size],
          })),
        ),
      ),
    outputs: () => made,
  };
}
