import type { Activation, Operations } from '#families';
import type { Model } from '#models';
import type { GraphBuilder } from '../graph/builder.js';
import { int8Product, isInt8 } from '../graph/int8-product.js';
import { embeddingRows, linearWeight, valuesOf, type WeightFormat } from '../graph/weights.js';
import { activation as drawActivation } from './activation.js';
import { attention, crossAttention } from './attention.js';
import { disentangled } from './disentangled.js';
import { scaled } from './heads.js';
import { INPUTS } from './inputs.js';
import { rmsNorm } from './rms-norm.js';
import { sequence, type Sequence } from './sequence.js';
import { sinusoids } from './sinusoids.js';
import type { DrawnValue } from './value.js';

/** The reading that draws an ONNX graph of a model: its inputs to what its head answers. The same arithmetic as the engine's,
 * on padded batches with a mask.
 * @param source where the graph reads a target text: that of its source */
export function drawing(
  graph: GraphBuilder,
  model: Model,
  format: WeightFormat,
  source?: Sequence,
): Operations<DrawnValue> {
  const bytes = new Map<string, readonly string[]>();
  const ids = source ? INPUTS.target : INPUTS.ids;
  const tokens = source ? sequence(graph, ids) : sequence(graph, ids, INPUTS.mask);
  const vector = (name: string) => {
    const values = valuesOf(model, name);
    return graph.floats(name, [values.length], values);
  };
  const onlyRow = (name: string, width: number) =>
    graph.floats(`${name}.weight`, [width], valuesOf(model, `${name}.weight`));
  const like = (x: DrawnValue, name: string, width = x.width): DrawnValue => ({ ...x, name, width });

  const product = (names: readonly string[], x: DrawnValue, out: number, bias = true): DrawnValue => {
    const weights = names.map((name) => `${name}.weight`);
    const multiplied =
      format === 'int8' && isInt8(model, weights)
        ? int8Product(graph, model, weights, x.name, bytes)
        : graph.node('MatMul', [x.name, linearWeight(graph, model, weights, format)], {}, bias ? 'MatMul' : names[0]);
    if (!bias) return like(x, multiplied, out);
    const biases = Float32Array.from(names.flatMap((name) => [...valuesOf(model, `${name}.bias`)]));
    const added = graph.floats(`${names[0]}.bias`, [biases.length], biases);
    return like(x, graph.node('Add', [multiplied, added], {}, names[0]), out);
  };
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
      const rowsOf = (name: string, indices: string) => embeddingRows(graph, model, `${name}.weight`, indices, format);
      let name = rowsOf(table.name, ids);
      // Where there is one type, its row is added to every token, and nobody is asked for types
      if (types) {
        const row = types.entries > 1 ? rowsOf(types.name, INPUTS.types) : onlyRow(types.name, width);
        name = graph.node('Add', [name, row]);
      }
      if (positions) name = graph.node('Add', [name, rowsOf(positions.name, tokens.positions(positions.first))]);
      if (scale !== 1) name = scaled(graph, name, scale);
      return { name, width, rows: source ? 'target' : 'tokens' };
    },
    table: ({ name, entries }, width) => ({
      name: graph.floats(`${name}.weight`, [entries, width], valuesOf(model, `${name}.weight`)),
      width,
      rows: 'table',
      entries,
    }),
    linear(name, x, out, { bias, activation } = {}) {
      const y = product([name], x, out, bias);
      return activation ? activate(y, activation) : y;
    },
    sideBySide: (names, x, outs, { bias } = {}) =>
      product(
        names,
        x,
        outs.reduce((a, b) => a + b, 0),
        bias,
      ),
    sinusoids: sinusoids(graph, tokens),
    norm: (name, x, { epsilon, bias }) => norm(name, x, epsilon, bias),
    rmsNorm: (name, x, { epsilon }) =>
      like(x, rmsNorm(graph, x.name, { gain: vector(`${name}.weight`), epsilon, name })),
    dropout: (x) => x,
    add: (x, residual) => sum(x, residual),
    addNorm: (name, x, residual, { epsilon, bias }) => norm(name, sum(x, residual), epsilon, bias),
    attention: (qkv, how) => attention(graph, tokens, qkv, how),
    crossAttention: (q, kv, how) => crossAttention(graph, source!, q, kv, how),
    target: () => drawing(graph, model, format, tokens),
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
      const length = graph.node('ReduceL2', [x.name, graph.integers('width', [-1])], { keepdims: 1 }, 'length');
      const least = graph.floats('least', [], Float32Array.of(1e-12));
      return like(x, graph.node('Div', [x.name, graph.node('Max', [length, least])], {}, 'unit'));
    },
    vocabulary(x, { name, entries }, { bias, scale = 1 } = {}) {
      const table = graph.floats(`${name}.weight`, [entries, x.width], valuesOf(model, `${name}.weight`));
      const turned = graph.node('Transpose', [table], { perm: [1, 0] });
      const states = scale === 1 ? x.name : scaled(graph, x.name, scale);
      const scores = graph.node('MatMul', [states, turned]);
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
