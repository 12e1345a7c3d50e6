import type { Activation, Operations } from '#families';
import type { Model } from '#models';
import type { ObservedInput } from '../calibration/calibrate.js';
import type { WholeOptions } from '../formats/graph-options.js';
import type { GraphBuilder } from '../graph/builder.js';
import { tableRows } from '../graph/table.js';
import { valuesOf } from '../graph/weights.js';
import { activation as drawActivation } from './activation.js';
import { attention, crossAttention } from './attention.js';
import type { Cache } from './cache.js';
import { disentangled } from './disentangled.js';
import { scaled } from './heads.js';
import { INPUTS } from './inputs.js';
import { kronecker } from './kronecker.js';
import { products, tableProduct } from './product.js';
import { rmsNorm } from './rms-norm.js';
import { sequence, type Sequence } from './sequence.js';
import { sinusoids } from './sinusoids.js';
import type { DrawnValue } from './value.js';

/** Where a graph reads a target text. */
export interface DrawnTarget {
  /** The text that it is a translation of. */
  readonly source: Sequence;
  /** The input that holds its tokens. */
  readonly ids: string;
  /** What is known of the tokens before these; there are none when left out. */
  readonly cache?: Cache;
}

/** The reading that draws an ONNX graph of a model: its inputs to what its head answers. The same arithmetic as the engine's,
 * on padded batches with a mask.
 * @param from where the graph reads a target text, and what is given that comes into products of bytes */
export function drawing(
  graph: GraphBuilder,
  model: Model,
  options: WholeOptions,
  { target, observed }: { readonly target?: DrawnTarget; readonly observed?: Map<string, ObservedInput> } = {},
): Operations<DrawnValue> {
  const multiply = products(graph, model, options, observed);
  const { source, cache, ids = INPUTS.ids } = target ?? {};
  const tokens = target ? sequence(graph, ids, { past: cache?.length }) : sequence(graph, ids, { mask: INPUTS.mask });
  const vector = (name: string) => {
    const values = valuesOf(model, name);
    return graph.floats(name, [values.length], values);
  };
  const tableOf = (name: string, rows?: string) => tableRows(graph, model, `${name}.weight`, options.weights, rows);
  const onlyRow = (name: string, width: number) =>
    graph.floats(`${name}.weight`, [width], valuesOf(model, `${name}.weight`));
  const like = (x: DrawnValue, name: string, width = x.width): DrawnValue => ({ ...x, name, width });

  const product = (names: readonly string[], x: DrawnValue, out: number, bias = true): DrawnValue => {
    const multiplied = multiply(names, x, bias ? 'MatMul' : names[0]);
    if (!bias) return like(x, multiplied, out);
    const biases = Float32Array.from(names.flatMap((name) => [...valuesOf(model, `${name}.bias`)]));
    const added = graph.floats(`${names[0]}.bias`, [biases.length], biases);
    return like(x, graph.node('Add', [multiplied, added], {}, names[0]), out);
  };
  /** Tables are constants, which ONNX Runtime computes with once, in float32. */
  const inTypeOf = ({ rows }: DrawnValue, draw: () => DrawnValue) =>
    rows === 'table' ? graph.inFloat('float32', draw) : draw();
  const activate = (x: DrawnValue, activation: Activation) => like(x, drawActivation(graph, x.name, activation));
  const norm = (name: string, x: DrawnValue, epsilon: number, bias = true): DrawnValue => {
    const inputs = [x.name, vector(`${name}.weight`), ...(bias ? [vector(`${name}.bias`)] : [])];
    return like(x, graph.node('LayerNormalization', inputs, { axis: -1, epsilon: { float: epsilon } }, name));
  };
  const sum = (x: DrawnValue, y: DrawnValue) => like(x, graph.node('Add', [x.name, y.name]));

  const gatedHalves = (both: DrawnValue, activation: Activation) => {
    const [first, second] = graph.split('Split', [both.name], { axis: -1, num_outputs: 2 }, ['active', 'gate']);
    const active = activate(like(both, first, both.width / 2), activation);
    return like(active, graph.node('Mul', [active.name, second]));
  };

  return {
    embed({ tokens: table, types, positions, scale = 1 }, width) {
      let name = tableOf(table.name, ids);
      // Where there is one type, its row is added to every token, and nobody is asked for types
      if (types) {
        const row = types.entries > 1 ? tableOf(types.name, INPUTS.types) : onlyRow(types.name, width);
        name = graph.node('Add', [name, row]);
      }
      if (positions) name = graph.node('Add', [name, tableOf(positions.name, tokens.positions(positions.first))]);
      if (scale !== 1) name = scaled(graph, name, scale);
      return { name, width, rows: target ? 'target' : 'tokens' };
    },
    table: ({ name, entries }, width) => ({
      name: graph.inFloat('float32', () => tableOf(name)),
      width,
      rows: 'table',
      entries,
    }),
    linear: (name, x, out, { bias, activation } = {}) =>
      inTypeOf(x, () => {
        const y = product([name], x, out, bias);
        return activation ? activate(y, activation) : y;
      }),
    kronecker: (name, x, sizes, { bias = true, activation } = {}) =>
      inTypeOf(x, () => {
        const multiplied = kronecker(graph, multiply, name, x, sizes);
        const y = bias ? like(multiplied, graph.node('Add', [multiplied.name, vector(`${name}.bias`)])) : multiplied;
        return activation ? activate(y, activation) : y;
      }),
    sideBySide: (names, x, outs, { bias } = {}) =>
      product(
        names,
        x,
        outs.reduce((a, b) => a + b, 0),
        bias,
      ),
    sinusoids: sinusoids(graph, tokens),
    norm: (name, x, { epsilon, bias }) => inTypeOf(x, () => norm(name, x, epsilon, bias)),
    rmsNorm: (name, x, { epsilon }) =>
      inTypeOf(x, () => like(x, rmsNorm(graph, x.name, { gain: vector(`${name}.weight`), epsilon, name }))),
    dropout: (x) => x,
    add: (x, residual) => sum(x, residual),
    addNorm: (name, x, residual, { epsilon, bias }) => norm(name, sum(x, residual), epsilon, bias),
    attention: (qkv, how) => attention(graph, tokens, qkv, how, cache),
    crossAttention: (q, kv, how) => crossAttention(graph, source!, q, kv, how, cache),
    target: () => drawing(graph, model, options, { target: { source: tokens, ids: INPUTS.target }, observed }),
    disentangled: (qkv, how) => disentangled(graph, tokens, qkv, how),
    feedForward({ up, gate, down, gated = gate !== undefined, bias }, x, inner, activation) {
      if (!gated) return product([down], activate(product([up], x, inner, bias), activation), x.width, bias);
      const both = product(gate === undefined ? [up] : [gate, up], x, 2 * inner, bias);
      return product([down], gatedHalves(both, activation), x.width, bias);
    },
    activate,
    gate: gatedHalves,
    columns: (x, kept) =>
      like(x, graph.node('Gather', [x.name, graph.integers('columns', [...kept])], { axis: -1 }), kept.length),
    concat(values) {
      const name = graph.node(
        'Concat',
        values.map((value) => value.name),
        { axis: -1 },
      );
      return like(
        values[0],
        name,
        values.reduce((sum, { width }) => sum + width, 0),
      );
    },
    widthOf: ({ width }) => width,
    pick(x, rows) {
      // A graph answers for every token: which of them are masked is for its caller to know
      if (rows === 'masked') return x;
      return { name: tokens.pick(x.name, rows), width: x.width, rows: 'sentences' };
    },
    unitLength(x) {
      // In half precision squares of hidden states may be too large, and the least length is too small
      const wide = graph.toFloat32(x.name);
      const unit = graph.inFloat('float32', () => {
        const length = graph.node('ReduceL2', [wide, graph.integers('width', [-1])], { keepdims: 1 }, 'length');
        const least = graph.floats('least', [], Float32Array.of(1e-12));
        return graph.node('Div', [wide, graph.node('Max', [length, least])], {}, 'unit');
      });
      return like(x, graph.fromFloat32(unit));
    },
    vocabulary(x, { name, entries }, { bias, scale = 1 } = {}) {
      const states = scale === 1 ? x.name : scaled(graph, x.name, scale);
      const scores = tableProduct(graph, model, options, `${name}.weight`, states);
      return like(x, bias === undefined ? scores : graph.node('Add', [scores, vector(bias)]), entries);
    },
    layer: (_name, x, body, outside = []) => body(x, outside),
    reversible(layers, x) {
      const [first, second] = layers.reduce(
        ([x1, x2], { attention, feedForward }) => {
          const y1 = sum(attention.body(x2), x1);
          return [y1, sum(feedForward.body(y1), x2)];
        },
        [x, x],
      );
      return sum(first, second);
    },
  };
}
