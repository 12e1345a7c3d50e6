import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { packing } from '../packing.js';
import { attention as plainAttention } from '../operations/attention/plain.js';
import { crossAttention as plainCrossAttention } from '../operations/cross-attention/plain.js';
import { tf } from '../backend.js';
import { kernelFile } from './addon.js';
import { attention } from '../operations/attention/kernel.js';
import { crossAttention } from '../operations/cross-attention/kernel.js';
import { drawn, largestDifference, type Operation } from './comparison.js';

const [heads, size] = [2, 16];
const hidden = heads * size;
const sentences = (...lengths: number[]) => {
  let end = 0;
  return packing(Int32Array.of(0, ...lengths.map((length) => (end += length))));
};

/** Attention forward and backward over one sentence, in a process of its own: the peak of its memory in KiB. */
const PEAK = `
  process.env.TF_CPP_MIN_LOG_LEVEL = '3';
  const [, tensorflow, kernels, length] = process.argv;
  const tf = require(tensorflow);
  require(kernels).setThreads(2);
  const backend = tf.backend();
  const rows = Number(length);
  const attributes = ['heads', 'causal'].map((name, i) => ({ name, type: backend.binding.TF_ATTR_INT, value: [2, 0][i] }));
  const qkv = tf.ones([rows, 96]);
  const starts = tf.tensor1d([0, rows], 'int32');
  const [y, sums] = backend.executeMultipleOutputs('TlcSelfAttention', attributes, [qkv, starts], 2);
  const [d] = backend.executeMultipleOutputs('TlcSelfAttentionGradient', attributes, [y, qkv, y, sums, starts], 1);
  d.dataSync();
  console.log(process.resourceUsage().maxRSS);
`;

async function peak(length: number): Promise<number> {
  const tensorflow = createRequire(import.meta.url).resolve('@tensorflow/tfjs-node');
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', PEAK, tensorflow, kernelFile!, String(length)]);
  return Number(stdout);
}

(kernelFile ? describe : describe.skip)('sentences of 4,096 tokens', () => {
  const long = sentences(4096);
  const mixed = sentences(3, 4096, 1, 130);
  const keys = sentences(17, 1500, 4096, 2);
  const cases: [string, number[][], Operation, Operation][] = [
    ...[false, true].flatMap((causal): [string, number[][], Operation, Operation][] =>
      [long, mixed].map((batch) => [
        `self, ${batch.sentences} sentences, causal ${causal}`,
        [[batch.rows, 3 * hidden]],
        (qkv) => attention(qkv, batch, { heads, causal }),
        (qkv) => plainAttention(qkv, batch, { heads, causal }),
      ]),
    ),
    [
      'cross',
      [
        [mixed.rows, hidden],
        [keys.rows, 2 * hidden],
      ],
      (q, kv) => crossAttention(q, kv, mixed, keys, { heads }),
      (q, kv) => plainCrossAttention(q, kv, mixed, keys, { heads }),
    ],
  ];
  it.each(cases)('have the values and gradients of the plain version: %s', (_name, shapes, kernel, plain) => {
    const inputs = drawn(shapes, 1);
    expect(largestDifference(kernel, plain, inputs)).toBeLessThan(1e-5);
    tf.dispose(inputs);
  });

  it('need memory linear in their length', async () => {
    const [small, large] = [await peak(4096), await peak(16384)];
    // Scores of one head alone would be 1 GiB
    expect(large - small).toBeLessThan(128 * 1024);
  });
});
