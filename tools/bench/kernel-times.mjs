#!/usr/bin/env node
/**
 * Milliseconds of each of the engine's functions at the shapes of a training step of 32 x 64 tokens, forward alone and with
 * the gradients of all its inputs: `node tools/bench/kernel-times.mjs --shape bert-mini --seconds 0.2`. TLC_KERNELS=plain
 * measures the plain versions. Prints one line of JSON.
 */
import { parseArgs } from 'node:util';
import { quantile, SHAPES } from './measure.mjs';

const { values } = parseArgs({
  options: { shape: { type: 'string', default: 'bert-mini' }, seconds: { type: 'string', default: '0.2' } },
});
const engine = await import(new URL('../../dist/libs/engine/src/index.js', import.meta.url).href);
const { tf } = engine;
const { hidden, heads, ffn, vocab, layers } = SHAPES[values.shape];
const [SENTENCES, LENGTH, MASKED, POSITIONS] = [32, 64, 307, 512];
const ROWS = SENTENCES * LENGTH;

const numbers = engine.random(1);
const normal = (...shape) =>
  tf.tensor(
    numbers.normals(
      shape.reduce((a, b) => a * b),
      0.1,
    ),
    shape,
  );
const batch = engine.packing(Int32Array.from({ length: SENTENCES + 1 }, (_, i) => i * LENGTH));
const ids = Int32Array.from({ length: ROWS }, () => numbers.integer(vocab));
const positions = Int32Array.from({ length: ROWS }, (_, row) => row % LENGTH);
const types = new Int32Array(ROWS);
const masked = numbers.permutation(ROWS).slice(0, MASKED);
const labels = Int32Array.from(masked, () => numbers.integer(vocab));
const noise = { rate: 0.1, key: { seed: 1, step: 1, site: 0 } };

/** Functions of tensors of these shapes. */
const FUNCTIONS = {
  'linear, queries, keys and values': {
    inputs: [normal(ROWS, hidden), normal(3 * hidden, hidden), normal(3 * hidden)],
    run: (x, weight, bias) => engine.linear(x, weight, bias),
  },
  'linear, output of attention': {
    inputs: [normal(ROWS, hidden), normal(hidden, hidden), normal(hidden)],
    run: (x, weight, bias) => engine.linear(x, weight, bias),
  },
  'feed-forward, GELU': {
    inputs: [normal(ROWS, hidden), normal(ffn, hidden), normal(ffn), normal(hidden, ffn), normal(hidden)],
    run: (x, up, upBias, down, downBias) =>
      engine.feedForward(x, { weight: up, bias: upBias }, { weight: down, bias: downBias }, 'gelu'),
  },
  'add and norm, dropout 0.1': {
    inputs: [normal(ROWS, hidden), normal(ROWS, hidden), normal(hidden), normal(hidden)],
    run: (x, residual, gain, bias) => engine.addNorm(x, residual, { gain, bias }, 1e-12, noise),
  },
  attention: {
    inputs: [normal(ROWS, 3 * hidden)],
    run: (qkv) => engine.attention(qkv, batch, { heads }),
  },
  'attention, causal': {
    inputs: [normal(ROWS, 3 * hidden)],
    run: (qkv) => engine.attention(qkv, batch, { heads, causal: true }),
  },
  'cross attention': {
    inputs: [normal(ROWS, hidden), normal(ROWS, 2 * hidden)],
    run: (q, kv) => engine.crossAttention(q, kv, batch, batch, heads),
  },
  embedding: {
    inputs: [normal(vocab, hidden), normal(POSITIONS, hidden), normal(2, hidden)],
    run: (words, places, kinds) =>
      engine.embedding({ ids, positions, types }, { tokens: words, positions: places, types: kinds }),
  },
  'output head with its loss': {
    inputs: [normal(MASKED, hidden), normal(vocab, hidden), normal(vocab)],
    run: (x, table, bias) => engine.outputHead(x, table, bias, labels),
  },
  rows: {
    inputs: [normal(ROWS, hidden)],
    run: (x) => engine.rows(x, masked),
  },
  'dropout 0.1': {
    inputs: [normal(ROWS, hidden)],
    run: (x) => engine.dropout(x, noise),
  },
};

const seconds = 1000 * Number(values.seconds);
/** Milliseconds of `work`, which returns tensors: the median. */
function time(work) {
  const times = [];
  const once = () => {
    const start = performance.now();
    const made = work();
    times.push(performance.now() - start);
    tf.dispose(made);
  };
  for (let i = 0; i < 3; i++) once();
  times.length = 0;
  const end = performance.now() + seconds;
  while (times.length < 5 || performance.now() < end) once();
  return Number(quantile(times, 0.5).toFixed(4));
}

const functions = Object.fromEntries(
  Object.entries(FUNCTIONS).map(([name, { inputs, run }]) => {
    const forward = time(() => tf.tidy(() => run(...inputs)));
    const shape = tf.tidy(() => run(...inputs).shape);
    const dy = tf.ones(shape);
    const gradients = tf.grads(run);
    const both = time(() => gradients(inputs, dy));
    tf.dispose([dy, ...inputs]);
    return [name, { forward, both }];
  }),
);
functions['AdamW, all parameters'] = { forward: updateTime() };
console.log(JSON.stringify({ shape: values.shape, engine: engine.engineInfo(), functions }));

/** An update of as many parameters as the model has, clipped. */
function updateTime() {
  const matrices = [
    [vocab, hidden],
    [POSITIONS, hidden],
  ];
  for (let layer = 0; layer < layers; layer++) {
    matrices.push(...Array.from({ length: 4 }, () => [hidden, hidden]), [hidden, ffn], [ffn, hidden]);
    matrices.push(...Array.from({ length: 9 }, () => [hidden]), [ffn]);
  }
  const variables = new Map(matrices.map((shape, i) => [`${i}`, tf.variable(normal(...shape))]));
  const gradients = new Map(matrices.map((shape, i) => [`${i}`, normal(...shape)]));
  const optimizer = new engine.AdamW(variables, { clipNorm: 1 });
  return time(() => void optimizer.step(gradients, 1e-4));
}
