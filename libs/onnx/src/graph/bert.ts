import type { Model } from '#models';
import { GraphBuilder } from './builder.js';
import { type WeightFormat, embeddingRows, linearWeight, valuesOf } from './weights.js';

/** Added to the scores of padding before the softmax: far below any score, and still a float32. */
const MASKED = -1e9;

/** Names of the graph's inputs, int64 [batch, length] each, as Transformers.js and Optimum have them. */
export const INPUTS = ['input_ids', 'attention_mask', 'token_type_ids'] as const;

/** A BERT classifier or regressor as ONNX: INPUTS to `logits` [batch, classes].
 * Same arithmetic as the engine (Devlin et al. 2019; post-norm, erf GELU, tanh pooler), on padded batches with a mask. */
export function bertGraph(model: Model, format: WeightFormat): Uint8Array {
  const graph = new GraphBuilder();
  const mask = maskScores(graph);
  let hidden = embeddings(graph, model, format);
  for (let n = 0; n < model.config.num_hidden_layers; n++) hidden = layer(graph, model, n, hidden, mask, format);
  const first = graph.node('Gather', [hidden, graph.integers('first', [0], true)], { axis: 1 }, 'first_token');
  const pooled = graph.node('Tanh', [linear(graph, model, ['bert.pooler.dense'], first, format)], {}, 'pooled');
  const logits = linear(graph, model, ['classifier'], pooled, format);
  graph.node('Identity', [logits], {}, 'logits');
  const shape = ['batch', 'length'];
  return graph.finish(
    'bert',
    INPUTS.map((name) => ({ name, type: 'int64', shape })),
    [{ name: 'logits', type: 'float32', shape: ['batch', valuesOf(model, 'classifier.bias').length] }],
  );
}

/** [batch, 1, 1, length]: 0 for tokens, MASKED for padding. */
function maskScores(graph: GraphBuilder): string {
  const mask = graph.node('Cast', ['attention_mask'], { to: 1 });
  const absent = graph.node('Sub', [graph.floats('one', [], Float32Array.of(1)), mask]);
  const scores = graph.node('Mul', [absent, graph.floats('masked', [], Float32Array.of(MASKED))]);
  return graph.node('Unsqueeze', [scores, graph.integers('heads_and_queries', [1, 2])], {}, 'mask');
}

function embeddings(graph: GraphBuilder, model: Model, format: WeightFormat): string {
  const table = (name: string, indices: string) =>
    embeddingRows(graph, model, `bert.embeddings.${name}_embeddings.weight`, indices, format);
  const length = graph.node('Gather', [graph.node('Shape', ['input_ids']), graph.integers('one', [1], true)], {
    axis: 0,
  });
  const zero = graph.integers('zero', [0], true);
  const range = graph.node('Range', [zero, length, graph.integers('step', [1], true)]);
  const positions = graph.node('Unsqueeze', [range, graph.integers('batch', [0])], {}, 'positions');
  const tokens = graph.node('Add', [table('word', 'input_ids'), table('token_type', 'token_type_ids')]);
  const sum = graph.node('Add', [tokens, table('position', positions)]);
  return norm(graph, model, 'bert.embeddings.LayerNorm', sum);
}

function layer(graph: GraphBuilder, model: Model, n: number, x: string, mask: string, format: WeightFormat): string {
  const prefix = `bert.encoder.layer.${n}`;
  const context = attention(graph, model, `${prefix}.attention.self`, x, mask, format);
  const attended = linear(graph, model, [`${prefix}.attention.output.dense`], context, format);
  const middle = norm(graph, model, `${prefix}.attention.output.LayerNorm`, graph.node('Add', [attended, x]));
  const up = linear(graph, model, [`${prefix}.intermediate.dense`], middle, format);
  const active = model.config.hidden_act === 'relu' ? graph.node('Relu', [up]) : graph.node('Gelu', [up]);
  const down = linear(graph, model, [`${prefix}.output.dense`], active, format);
  return norm(graph, model, `${prefix}.output.LayerNorm`, graph.node('Add', [down, middle]));
}

function attention(
  graph: GraphBuilder,
  model: Model,
  prefix: string,
  x: string,
  mask: string,
  format: WeightFormat,
): string {
  const { hidden_size: hidden, num_attention_heads: heads } = model.config;
  const all = linear(graph, model, [`${prefix}.query`, `${prefix}.key`, `${prefix}.value`], x, format);
  const [q, k, v] = graph.split('Split', [all], { axis: -1, num_outputs: 3 }, ['q', 'k', 'v']);
  const shape = graph.integers('heads', [0, 0, heads, hidden / heads]);
  const split = (part: string, perm: number[]) =>
    graph.node('Transpose', [graph.node('Reshape', [part, shape])], { perm });
  const scale = graph.floats('scale', [], Float32Array.of(1 / Math.sqrt(hidden / heads)));
  const product = graph.node('MatMul', [split(q, [0, 2, 1, 3]), split(k, [0, 2, 3, 1])]);
  const scores = graph.node('Add', [graph.node('Mul', [product, scale]), mask]);
  const weights = graph.node('Softmax', [scores], { axis: -1 });
  const context = graph.node('MatMul', [weights, split(v, [0, 2, 1, 3])]);
  const rows = graph.node('Transpose', [context], { perm: [0, 2, 1, 3] });
  return graph.node('Reshape', [rows, graph.integers('hidden', [0, 0, hidden])]);
}

/** x W + b, or several of the same x side by side. */
function linear(graph: GraphBuilder, model: Model, names: string[], x: string, format: WeightFormat): string {
  const weight = linearWeight(
    graph,
    model,
    names.map((name) => `${name}.weight`),
    format,
  );
  const biases = names.map((name) => valuesOf(model, `${name}.bias`));
  const bias = Float32Array.from(biases.flatMap((values) => [...values]));
  const product = graph.node('MatMul', [x, weight]);
  return graph.node('Add', [product, graph.floats(`${names[0]}.bias`, [bias.length], bias)], {}, names[0]);
}

function norm(graph: GraphBuilder, model: Model, name: string, x: string): string {
  const [gain, bias] = [valuesOf(model, `${name}.weight`), valuesOf(model, `${name}.bias`)];
  const inputs = [
    x,
    graph.floats(`${name}.weight`, [gain.length], gain),
    graph.floats(`${name}.bias`, [bias.length], bias),
  ];
  return graph.node('LayerNormalization', inputs, { axis: -1, epsilon: { float: model.config.layer_norm_eps } }, name);
}
