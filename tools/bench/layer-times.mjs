#!/usr/bin/env node
/**
 * One layer of ModernBERT-base and of DeBERTa-v3-small, forward and with all gradients, and the operations that it is
 * made of: `node tools/bench/layer-times.mjs --sentences 8 --length 512 --repeats 3`. TLC_KERNELS=plain measures the
 * plain versions. Prints one line of JSON: milliseconds of the wall clock and of the processor, and GFLOP/s by either.
 * Where other work shares the machine, run it with TF_NUM_INTRAOP_THREADS=1 and go by the processor's time: threads
 * that wait for one another count, too.
 */
import { parseArgs } from 'node:util';
import { quantile } from './measure.mjs';

const { values } = parseArgs({
  options: {
    sentences: { type: 'string', default: '8' },
    length: { type: 'string', default: '512' },
    repeats: { type: 'string', default: '3' },
  },
});
const [SENTENCES, LENGTH, REPEATS] = [values.sentences, values.length, values.repeats].map(Number);
const engine = await import(new URL('../../dist/libs/engine/src/index.js', import.meta.url).href);
const { tf } = engine;

const [HIDDEN, HEADS, GATED, INNER, SPAN, WINDOW] = [768, 12, 1152, 3072, 256, 128];
const ROWS = SENTENCES * LENGTH;
const numbers = engine.random(1);
const normal = (...shape) =>
  tf.tensor(
    numbers.normals(
      shape.reduce((a, b) => a * b),
      0.05,
    ),
    shape,
  );
const batch = engine.packing(Int32Array.from({ length: SENTENCES + 1 }, (_, i) => i * LENGTH));

/** Multiply-adds of the product of ROWS rows with a weight. */
const product = (out, from, rows = ROWS) => rows * out * from;
/** Of attention, in two products over the pairs that see each other. */
const pairs = (window = Infinity) => {
  let count = 0;
  for (let i = 0; i < LENGTH; i++) {
    count += Math.min(LENGTH - 1, i + window / 2) - Math.max(0, i - window / 2) + 1;
  }
  return SENTENCES * count;
};
const attended = (window) => 2 * pairs(window) * HIDDEN;

const modernAttention = (base, window) => (qkv) =>
  engine.attention(qkv, batch, { heads: HEADS, rotary: { base }, ...(window && { window }) });
const modernLayer = (base, window) => (x, qkv, out, gate, down, norm1, norm2) => {
  const mixed = modernAttention(
    base,
    window,
  )(engine.linear(engine.layerNorm(x, { gain: norm1, bias: null }, 1e-5), qkv, null));
  const attended = engine.addResidual(engine.linear(mixed, out, null), x);
  const normed = engine.layerNorm(attended, { gain: norm2, bias: null }, 1e-5);
  const fed = engine.gatedFeedForward(normed, { weight: gate, bias: null }, { weight: down, bias: null }, 'gelu');
  return engine.addResidual(fed, attended);
};
const modernInputs = () => [
  ...[normal(ROWS, HIDDEN), normal(3 * HIDDEN, HIDDEN), normal(HIDDEN, HIDDEN)],
  ...[normal(2 * GATED, HIDDEN), normal(HIDDEN, GATED), tf.ones([HIDDEN]), tf.ones([HIDDEN])],
];
const modernWork = (window) =>
  product(3 * HIDDEN, HIDDEN) + product(HIDDEN, HIDDEN) + product(3 * GATED, HIDDEN) + attended(window);

const deberta = { heads: HEADS, maxDistance: 512, logBuckets: true };
const debertaLayer = (x, positions, qkv, qkvBias, out, outBias, up, upBias, down, downBias, ...norms) => {
  const own = (from) => tf.slice(qkv, [from * HIDDEN, 0], [HIDDEN, HIDDEN]);
  const bias = (from) => tf.slice(qkvBias, [from * HIDDEN], [HIDDEN]);
  const posQuery = engine.linear(positions, own(0), bias(0));
  const posKey = engine.linear(positions, own(1), bias(1));
  const mixed = engine.disentangledAttention(engine.linear(x, qkv, qkvBias), batch, { ...deberta, posKey, posQuery });
  const norm = (i) => ({ gain: norms[i], bias: norms[i + 1] });
  const attended = engine.addNorm(engine.linear(mixed, out, outBias), x, norm(0), 1e-7);
  const fed = engine.feedForward(attended, { weight: up, bias: upBias }, { weight: down, bias: downBias }, 'gelu');
  return engine.addNorm(fed, attended, norm(2), 1e-7);
};
const vectors = (...sizes) => sizes.map((size) => normal(size));
/** Products of content with relative positions are counted as pairs, each of them once for queries and once for keys. */
const debertaWork =
  product(4 * HIDDEN, HIDDEN) + product(2 * INNER, HIDDEN) + 2 * product(HIDDEN, HIDDEN, 2 * SPAN) + 2 * attended();

/** Functions of their inputs, and their multiply-adds forward. */
const CASES = {
  'ModernBERT-base, global layer': [modernInputs(), modernLayer(160_000), modernWork()],
  'ModernBERT-base, local layer': [modernInputs(), modernLayer(10_000, WINDOW), modernWork(WINDOW)],
  'rotary attention': [[normal(ROWS, 3 * HIDDEN)], modernAttention(160_000), attended()],
  'rotary attention in a window': [[normal(ROWS, 3 * HIDDEN)], modernAttention(10_000, WINDOW), attended(WINDOW)],
  attention: [[normal(ROWS, 3 * HIDDEN)], (qkv) => engine.attention(qkv, batch, { heads: HEADS }), attended()],
  'gated feed-forward': [
    [normal(ROWS, HIDDEN), normal(2 * GATED, HIDDEN), normal(HIDDEN, GATED)],
    (x, gate, down) => engine.gatedFeedForward(x, { weight: gate, bias: null }, { weight: down, bias: null }, 'gelu'),
    product(3 * GATED, HIDDEN),
  ],
  'attention with a relative bias': [
    [normal(ROWS, 3 * HIDDEN), normal(32, HEADS)],
    (qkv, table) => engine.attention(qkv, batch, { heads: HEADS, bias: { table, distance: 128 } }),
    attended(),
  ],
  'DeBERTa-v3-small, layer': [
    [
      ...[normal(ROWS, HIDDEN), normal(2 * SPAN, HIDDEN), normal(3 * HIDDEN, HIDDEN), normal(3 * HIDDEN)],
      ...[normal(HIDDEN, HIDDEN), normal(HIDDEN), normal(INNER, HIDDEN), normal(INNER)],
      ...[normal(HIDDEN, INNER), ...vectors(HIDDEN, HIDDEN, HIDDEN, HIDDEN, HIDDEN)],
    ],
    debertaLayer,
    debertaWork,
  ],
  'disentangled attention': [
    [normal(ROWS, 3 * HIDDEN), normal(2 * SPAN, HIDDEN), normal(2 * SPAN, HIDDEN)],
    (qkv, posKey, posQuery) => engine.disentangledAttention(qkv, batch, { ...deberta, posKey, posQuery }),
    2 * attended(),
  ],
  'norm without a bias': [
    [normal(ROWS, HIDDEN), normal(HIDDEN)],
    (x, gain) => engine.layerNorm(x, { gain, bias: null }, 1e-5),
    0,
  ],
  'root mean square norm': [[normal(ROWS, HIDDEN), normal(HIDDEN)], (x, gain) => engine.rmsNorm(x, gain, 1e-6), 0],
  residual: [[normal(ROWS, HIDDEN), normal(ROWS, HIDDEN)], (x, residual) => engine.addResidual(x, residual), 0],
};

/** Medians of the wall clock's and the processor's milliseconds. */
function time(work, multiplyAdds) {
  const [wall, processor] = [[], []];
  for (let i = 0; i <= REPEATS; i++) {
    const [start, used] = [performance.now(), process.cpuUsage()];
    tf.dispose(work());
    const { user, system } = process.cpuUsage(used);
    if (i === 0) continue;
    wall.push(performance.now() - start);
    processor.push((user + system) / 1000);
  }
  const [ms, cpuMs] = [quantile(wall, 0.5), quantile(processor, 0.5)];
  const rate = (each) => Number(((2 * multiplyAdds) / each / 1e6).toFixed(1));
  const rates = multiplyAdds ? { gflops: rate(ms), cpuGflops: rate(cpuMs) } : {};
  return { ms: Number(ms.toFixed(2)), cpuMs: Number(cpuMs.toFixed(2)), ...rates };
}

const results = Object.fromEntries(
  Object.entries(CASES).map(([name, [inputs, run, multiplyAdds]]) => {
    const forward = time(() => tf.tidy(() => run(...inputs)), multiplyAdds);
    const dy = tf.ones(tf.tidy(() => run(...inputs).shape));
    const gradients = tf.grads(run);
    const both = time(() => tf.tidy(() => gradients(inputs, dy)), 3 * multiplyAdds);
    tf.dispose([dy, ...inputs]);
    return [name, { forward, both }];
  }),
);
console.log(JSON.stringify({ sentences: SENTENCES, length: LENGTH, engine: engine.engineInfo(), results }));
