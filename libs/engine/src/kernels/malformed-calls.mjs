/**
 * Calls the kernels as they are, without the engine's checks of shapes, with arguments that are malformed at random. Run by
 * malformed-calls.spec.ts in a process of its own, as
 *
 *     node malformed-calls.mjs TENSORFLOW KERNELS CALLS
 *
 * TensorFlow must answer each call with tensors or with an error. The last call is printed when the process crashes.
 */
import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';

const [, , tensorflow, kernels, calls] = process.argv;
process.env.TF_CPP_MIN_LOG_LEVEL = '3';
const require = createRequire(import.meta.url);
const tf = require(tensorflow);
const addon = require(kernels);
const backend = tf.backend();

let state = 1;
const whole = (below) => {
  state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9;
  return ((state ^ (state >>> 13)) >>> 0) % below;
};
const one = (list) => list[whole(list.length)];
const SIZES = [0, 1, 2, 3, 7, 8, 17, 64];

const float = (...shape) => ({ type: 'float32', shape });
const ints = (below, ...shape) => ({ type: 'int32', shape, below });
const starts = (sentences, rows) => ({ type: 'int32', shape: [sentences + 1], starts: rows });
const mask = () => ({ type: 'int32', shape: [4], below: 2 ** 31 });

/** So many lists of two tensors of these shapes. */
const lists = (count, one, other) => Array.from({ length: count }, () => [float(...one), float(...other)]).flat();

/** Layers of a gated network, gate and up joined or each for itself. */
const gatedLayers = (hidden, inner) => [
  ...one([
    [float(2 * inner, hidden), float(one([0, 2 * inner])), float(0, 0), float(0)],
    [float(inner, hidden), float(one([0, inner])), float(inner, hidden), float(one([0, inner]))],
  ]),
  ...[float(hidden, inner), float(one([0, hidden]))],
];

/** Attributes of self-attention with `heads` heads of `size` numbers. */
const selfAttention = (heads, size) => ({
  heads,
  causal: whole(2),
  reach: one([-1, 0, 3]),
  scale: one([0, 0.5]),
  rotary_dimension: one([0, size - (size % 2)]),
  rotary_base: 100,
});
const positionTables = (hidden) =>
  one([
    [float(4, hidden), float(4, hidden)],
    [float(4, hidden), float(0, 0)],
    [float(0, 0), float(4, hidden)],
  ]);

/** Well-formed arguments of each operation: [inputs, attributes, number of outputs]. */
const OPERATIONS = {
  TlcLinear: ({ n, i, o }) => [[float(n, i), float(o, i), float(one([0, o]))], { activation: whole(5) }, 2],
  TlcLinearGradient: ({ n, i, o }) => [
    [float(n, o), float(n, i), float(o, i), float(one([0, o])), float(n, o)],
    { activation: whole(5) },
    3,
  ],
  TlcFeedForward: ({ n, i, o }) => [
    [float(n, i), float(o, i), float(one([0, o])), float(i, o), float(one([0, i]))],
    { activation: whole(5) },
    2,
  ],
  TlcFeedForwardGradient: ({ n, i, o }) => [
    [float(n, i), float(n, i), float(o, i), float(one([0, o])), float(i, o), float(one([0, i])), float(n, o)],
    { activation: whole(5) },
    5,
  ],
  TlcAddNorm: ({ n, i }) => [
    [float(n, i), one([float(n, i), float(0, 0)]), float(i), float(one([0, i])), mask()],
    { epsilon: 1e-5, centred: whole(2) },
    3,
  ],
  TlcAddNormGradient: ({ n, i }) => [
    [float(n, i), float(n, i), one([float(n, i), float(0, 0)]), float(i), float(n), float(n), mask()],
    { centred: whole(2), biased: whole(2) },
    4,
  ],
  TlcSelfAttention: ({ n, h, s, c }) => [[float(n, 3 * h * s), starts(c, n)], selfAttention(h, s), 2],
  TlcSelfAttentionGradient: ({ n, h, s, c }) => [
    [float(n, h * s), float(n, 3 * h * s), float(n, h * s), float(n, h), starts(c, n)],
    selfAttention(h, s),
    1,
  ],
  TlcBiasedAttention: ({ n, h, s }) => [
    [float(n, 3 * h * s), starts(1, n), float(4, h), ints(4, 2 * n - 1)],
    selfAttention(h, s),
    2,
  ],
  TlcBiasedAttentionGradient: ({ n, h, s }) => [
    [
      ...[float(n, h * s), float(n, 3 * h * s), float(n, h * s), float(n, h)],
      ...[starts(1, n), float(4, h), ints(4, 2 * n - 1)],
    ],
    selfAttention(h, s),
    2,
  ],
  TlcDisentangledAttention: ({ n, h, s }) => [
    [float(n, 3 * h * s), starts(1, n), ...positionTables(h * s), ints(4, 2 * n - 1)],
    selfAttention(h, s),
    2,
  ],
  TlcDisentangledAttentionGradient: ({ n, h, s }) => [
    [
      ...[float(n, h * s), float(n, 3 * h * s), float(n, h * s), float(n, h)],
      ...[starts(1, n), ...positionTables(h * s), ints(4, 2 * n - 1)],
    ],
    selfAttention(h, s),
    3,
  ],
  TlcCrossAttention: ({ n, m, h, s, c }) => [
    [float(n, h * s), float(m, 2 * h * s), starts(c, n), starts(c, m)],
    { heads: h },
    2,
  ],
  TlcCrossAttentionGradient: ({ n, m, h, s, c }) => [
    [float(n, h * s), float(n, h * s), float(m, 2 * h * s), float(n, h * s), float(n, h), starts(c, n), starts(c, m)],
    { heads: h },
    2,
  ],
  TlcCachedAttention: ({ n, m, h, s }) => [
    [float(n, 3 * h * s), float(m + 1, n, 2 * h * s), ints(n, n, m), one([float(0, 0), float(m + 1, h)])],
    { heads: h },
    1,
  ],
  TlcGrownCache: ({ n, m, i }) => [[float(n, m, i), ints(64, 2)], {}, 1],
  TlcBestTokens: ({ n, m, o }) => [[float(n, o), starts(n, m), ints(o, m)], { count: 1 + whole(o) }, 2],
  TlcRows: ({ n, m, i }) => [[float(n, i), ints(n, m)], {}, 1],
  TlcRowsGradient: ({ n, m, i }) => [[float(m, i), ints(n, m), float(n, i)], {}, 1],
  TlcEmbedding: ({ n, m, o, i }) => [
    [float(n, i), float(o, i), float(one([0, 2]), i), ints(n, m), ints(o, m), ints(2, m)],
    {},
    1,
  ],
  TlcOutputHead: ({ n, i, o }) => [
    [float(n, i), float(o, i), float(o), ints(o, n)],
    { smoothing: 0.1, gradients: whole(2) },
    4,
  ],
  TlcGatedFeedForward: ({ n, i, o }) => [
    [float(n, i), ...gatedLayers(i, o)],
    { activation: whole(5), keep: whole(2) },
    2,
  ],
  TlcGatedFeedForwardGradient: ({ n, i, o }) => [
    [float(n, i), float(n, i), ...gatedLayers(i, o), float(n, 2 * o)],
    { activation: whole(5) },
    7,
  ],
  TlcAddResidual: ({ n, i }) => [[float(n, i), float(n, i), mask()], {}, 1],
  TlcDropout: ({ n, i }) => [[float(n, i), mask()], {}, 1],
  TlcCopy: ({ n, i }) => [[float(n, i)], {}, 1],
  TlcAddTo: ({ n, i }) => [[float(n, i), float(n, i)], {}, 1],
  TlcGlobalNorm: ({ n, i }) => [[float(n, i), float(n)], { N: 2 }, 1],
  TlcAdamW: ({ n, i }) => [[float(5), float(2, 2), ...lists(4, [n, i], [n])], { N: 2 }, 1],
  TlcLamb: ({ n, i }) => [[float(7), float(2, 2), ...lists(4, [n, i], [n])], { N: 2 }, 1],
  TlcSgd: ({ n, i }) => [[float(2), float(2, 2), ...lists(3, [n, i], [n])], { N: 2 }, 1],
  TlcMuon: ({ n, i, o }) => [[float(2), float(2, 2), ...lists(3, [n, i], [o, n])], { N: 2 }, 1],
  TlcAdafactor: ({ n, i }) => [
    [float(4), float(2, 2), ...lists(2, [n, i], [n]), float(n), float(n), float(i), float(0)],
    { N: 2 },
    1,
  ],
};

function valuesOf({ type, shape, below, starts: rows }) {
  const size = shape.reduce((a, b) => a * b, 1);
  if (type === 'float32') return Float32Array.from({ length: size }, () => whole(2000) / 1000 - 1);
  if (rows === undefined) return Int32Array.from({ length: size }, () => whole(Math.max(1, below ?? 9)));
  const inner = Array.from({ length: Math.max(0, size - 2) }, () => whole(rows + 1)).sort((a, b) => a - b);
  return Int32Array.from([0, ...inner, rows].slice(0, size));
}

/** One way in which a call can be wrong. */
const MALFORMATIONS = {
  axis: (inputs) => {
    const input = one(inputs);
    if (input.shape.length) input.shape[whole(input.shape.length)] = one([...SIZES, 65, 200]);
  },
  rank: (inputs) => {
    const input = one(inputs);
    input.shape = one([[], [...input.shape, 1], [1, ...input.shape], input.shape.slice(1), [...input.shape].reverse()]);
  },
  nothing: (inputs) => {
    const input = one(inputs);
    input.shape = input.shape.map((size, axis) => (axis === 0 ? one([2 ** 20, 2 ** 62]) : 0));
    if (input.shape.length === 1) input.shape = [0];
  },
  type: (inputs) => Object.assign(one(inputs), { type: one(['float32', 'int32', 'bool']) }),
  values: (inputs) => {
    const input = one(inputs);
    input.wrong = one([-1, 2 ** 31 - 1, -(2 ** 31), 1e9, NaN, Infinity]);
  },
  fewer: (inputs) => void inputs.splice(whole(inputs.length), 1),
  attribute: (inputs, attributes) => {
    // TensorFlow itself ends the process when a list is said to be that long, as it does for more inputs than there are
    const names = Object.keys(attributes).filter((name) => name !== 'N');
    if (names.length) attributes[one(names)] = one([-1, 0, 3, 5, 1000, 2 ** 31 - 1, -(2 ** 31)]);
  },
};

function tensorOf(input) {
  const size = input.shape.reduce((a, b) => a * b, 1);
  const values = size <= 2 ** 20 ? valuesOf(input) : new Float32Array(0);
  if (input.wrong !== undefined && values.length) values[whole(values.length)] = input.wrong;
  return tf.tensor(values, input.shape, input.type);
}

const { TF_ATTR_INT, TF_ATTR_FLOAT } = backend.binding;
const attributesOf = (attributes) =>
  Object.entries(attributes).map(([name, value]) => {
    const isFloat = ['epsilon', 'smoothing', 'scale', 'rotary_base'].includes(name);
    return { name, type: isFloat ? TF_ATTR_FLOAT : TF_ATTR_INT, value };
  });

const counts = { well: 0, refused: 0, odd: 0 };
const complaints = new Set();
for (let call = 0; call < Number(calls); call++) {
  state = call + 1;
  whole(1);
  const name = one(Object.keys(OPERATIONS));
  const sizes = Object.fromEntries(['n', 'm', 'i', 'o', 's'].map((size) => [size, one(SIZES)]));
  const c = Math.min(sizes.n, sizes.m, whole(5));
  const [inputs, attributes, outputs] = OPERATIONS[name]({ ...sizes, h: 1 + whole(3), c });
  const kinds = Array.from({ length: whole(3) }, () => one(Object.keys(MALFORMATIONS)));
  for (const kind of kinds) if (inputs.length) MALFORMATIONS[kind](inputs, attributes);
  const shown = `${call} ${name} ${JSON.stringify({ kinds, inputs, attributes })}`;
  // Written before the call: what is not followed by another line is what crashed
  if (process.env.TLC_SHOW_CALLS) writeSync(2, `${shown}\n`);
  addon.setThreads(1 + (call % 3));
  let tensors = [];
  try {
    tensors = inputs.map(tensorOf);
  } catch {
    // TF.js makes no such tensor
    counts.odd++;
    continue;
  }
  try {
    const made = backend.executeMultipleOutputs(name, attributesOf(attributes), tensors, outputs);
    for (const tensor of made) if (tensor.size < 2 ** 24) tensor.dataSync();
    tf.dispose(made);
    counts.well++;
  } catch (error) {
    counts.refused++;
    complaints.add(
      `${name}: ${error.message
        .split('\n')[0]
        .replace(/[0-9]+/g, '#')
        .slice(0, 120)}`,
    );
  }
  tf.dispose(tensors);
}
if (process.env.TLC_SHOW_CALLS) for (const complaint of complaints) console.error(complaint);
console.log(JSON.stringify({ ...counts, complaints: complaints.size }));
