#!/usr/bin/env node
/**
 * One training step of a post-norm encoder-decoder of the engine's functions, 292 pairs of 14 + 14 tokens by default: `node
 * tools/bench/translation-step.mjs --seconds 5`. 4 + 4 layers x 128, 4 heads, 256 between, ReLU, 10,000 words whose embedding is that of source,
 * target and output; sinusoidal positions, dropout 0.3, label smoothing 0.1. Prints one line of JSON.
 */
import { parseArgs } from 'node:util';
import { timeSteps } from './timed-steps.mjs';

const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '292' },
    length: { type: 'string', default: '14' },
    dropout: { type: 'string', default: '0.3' },
    seconds: { type: 'string', default: '5' },
  },
});
const [pairs, length, rate] = [values.pairs, values.length, values.dropout].map(Number);
const [LAYERS, HIDDEN, HEADS, INNER, WORDS] = [4, 128, 4, 256, 10_000];

const engine = await import(new URL('../../dist/libs/engine/src/index.js', import.meta.url).href);
const { addNorm, attention, crossAttention, dropout, feedForward, linear, outputHead, packing, rows, tf } = engine;

const numbers = engine.random(1);
const variables = new Map();
const variable = (name, ...shape) => {
  const size = shape.reduce((a, b) => a * b);
  variables.set(name, tf.variable(tf.tensor(numbers.normals(size, HIDDEN ** -0.5), shape)));
};
const product = (name, from, to) => {
  variable(`${name}.weight`, to, from);
  variables.set(`${name}.bias`, tf.variable(tf.zeros([to])));
};
const norm = (name) => {
  variables.set(`${name}.gain`, tf.variable(tf.ones([HIDDEN])));
  variables.set(`${name}.bias`, tf.variable(tf.zeros([HIDDEN])));
};
variable('words', WORDS, HIDDEN);
for (const side of ['encoder', 'decoder']) {
  for (let layer = 0; layer < LAYERS; layer++) {
    const at = `${side}.${layer}`;
    product(`${at}.qkv`, HIDDEN, 3 * HIDDEN);
    product(`${at}.out`, HIDDEN, HIDDEN);
    product(`${at}.up`, HIDDEN, INNER);
    product(`${at}.down`, INNER, HIDDEN);
    norm(`${at}.norm1`);
    norm(`${at}.norm3`);
    if (side === 'encoder') continue;
    product(`${at}.q`, HIDDEN, HIDDEN);
    product(`${at}.kv`, HIDDEN, 2 * HIDDEN);
    product(`${at}.cross`, HIDDEN, HIDDEN);
    norm(`${at}.norm2`);
  }
}

const batch = packing(Int32Array.from({ length: pairs + 1 }, (_, i) => i * length));
const tokens = () => Int32Array.from({ length: batch.rows }, () => numbers.integer(WORDS));
const [source, target, labels] = [tokens(), tokens(), tokens()];
const angle = (row, column) => (row % length) * 10_000 ** (-(column % (HIDDEN / 2)) / (HIDDEN / 2 - 1));
const positions = tf.tensor(
  Float32Array.from({ length: batch.rows * HIDDEN }, (_, i) => {
    const [row, column] = [Math.floor(i / HIDDEN), i % HIDDEN];
    return column < HIDDEN / 2 ? Math.sin(angle(row, column)) : Math.cos(angle(row, column));
  }),
  [batch.rows, HIDDEN],
);
const noBias = tf.zeros([WORDS]);

let [step, site] = [0, 0];
const noise = () => ({ rate, key: { seed: 1, step, site: site++ } });
const weights = (name) => ({ weight: variables.get(`${name}.weight`), bias: variables.get(`${name}.bias`) });
const norms = (name) => ({ gain: variables.get(`${name}.gain`), bias: variables.get(`${name}.bias`) });
const apply = (x, name) => linear(x, weights(name).weight, weights(name).bias);
const embedded = (ids) =>
  dropout(tf.add(tf.mul(rows(variables.get('words'), ids), Math.sqrt(HIDDEN)), positions), noise());

function layer(x, at, causal, memory) {
  const own = attention(apply(x, `${at}.qkv`), batch, { heads: HEADS, causal });
  x = addNorm(apply(own, `${at}.out`), x, norms(`${at}.norm1`), 1e-5, noise());
  if (memory) {
    const crossed = crossAttention(apply(x, `${at}.q`), apply(memory, `${at}.kv`), batch, batch, HEADS);
    x = addNorm(apply(crossed, `${at}.cross`), x, norms(`${at}.norm2`), 1e-5, noise());
  }
  const inner = feedForward(x, weights(`${at}.up`), weights(`${at}.down`), 'relu');
  return addNorm(inner, x, norms(`${at}.norm3`), 1e-5, noise());
}

function loss(number) {
  step = number;
  site = 0;
  let memory = embedded(source);
  for (let i = 0; i < LAYERS; i++) memory = layer(memory, `encoder.${i}`, false);
  let x = embedded(target);
  for (let i = 0; i < LAYERS; i++) x = layer(x, `decoder.${i}`, true, memory);
  return outputHead(x, variables.get('words'), noBias, labels, { labelSmoothing: 0.1 });
}

const figures = timeSteps(variables, loss, { seconds: Number(values.seconds), tokens: batch.rows });
console.log(JSON.stringify({ case: `nmt-tiny ${pairs}x${length}`, engine: engine.engineInfo(), ...figures }));
