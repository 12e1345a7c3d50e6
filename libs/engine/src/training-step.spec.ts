import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { addNorm } from './operations/add-norm/add-norm.js';
import { AdamW } from './optimizers/adamw/adamw.js';
import { attention } from './operations/attention/attention.js';
import { tf, type Variable } from './backend.js';
import { collectGarbage } from './collect-garbage.js';
import { crossAttention } from './operations/cross-attention/cross-attention.js';
import { embedding } from './operations/embedding/embedding.js';
import { feedForward } from './operations/feed-forward/feed-forward.js';
import { setKernelThreads, threads } from './kernels/addon.js';
import { linear } from './operations/linear/linear.js';
import { outputHead } from './operations/output-head/output-head.js';
import { packing } from './packing.js';
import { random } from '#random';
import { rows } from './operations/rows/rows.js';
import { valueAndGradients } from './value-and-gradients.js';

const [HIDDEN, INNER, VOCABULARY, HEADS] = [8, 16, 11, 2];
const SHAPES = {
  tokens: [VOCABULARY, HIDDEN],
  positions: [7, HIDDEN],
  qkv: [3 * HIDDEN, HIDDEN],
  kv: [2 * HIDDEN, HIDDEN],
  up: [INNER, HIDDEN],
  down: [HIDDEN, INNER],
  gain: [HIDDEN],
  shift: [HIDDEN],
  bias: [VOCABULARY],
};

/** A model that uses every operation, and a function that trains it by one step. */
function smallTraining(seed: number) {
  const stream = random(seed);
  const variable = (shape: number[]) =>
    tf.variable(
      tf.tensor(
        stream.normals(
          shape.reduce((a, b) => a * b),
          0.5,
        ),
        shape,
      ),
    );
  const parameters = new Map<string, Variable>(Object.entries(SHAPES).map(([name, shape]) => [name, variable(shape)]));
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  const p = Object.fromEntries(parameters) as any;
  const optimizer = new AdamW(parameters, { clipNorm: 1 });
  const step = () => {
    const batch = packing(Int32Array.of(0, 1, 8, 10));
    const ids = Int32Array.from({ length: batch.rows }, () => stream.integer(VOCABULARY));
    const positions = Int32Array.of(0, 0, 1, 2, 3, 4, 5, 6, 0, 1);
    const norm = { gain: p.gain, bias: p.shift };
    const noise = (site: number) => ({ rate: 0.1, key: { seed, step: optimizer.stepCount, site } });
    const { value, gradients } = valueAndGradients(() => {
      const x = embedding({ ids, positions }, { tokens: p.tokens, positions: p.positions, types: null });
      const mixed = addNorm(
        attention(linear(x, p.qkv, null), batch, { heads: HEADS, causal: true }),
        x,
        norm,
        1e-5,
        noise(0),
      );
      const crossed = addNorm(
        crossAttention(mixed, linear(x, p.kv, null), batch, batch, { heads: HEADS }),
        mixed,
        norm,
        1e-5,
      );
      const inner = feedForward(crossed, { weight: p.up, bias: null }, { weight: p.down, bias: p.shift }, 'gelu');
      const masked = rows(addNorm(inner, crossed, norm, 1e-5, noise(1)), Int32Array.of(0, 3, 9));
      return outputHead(masked, p.tokens, p.bias, Int32Array.of(ids[0], ids[3], ids[9]), { labelSmoothing: 0.1 });
    }, parameters);
    const { gradientNorm } = optimizer.step(gradients, 1e-2);
    tf.dispose([...gradients.values()]);
    return { value, gradientNorm };
  };
  return { step, parameters, optimizer };
}

describe('a training step', () => {
  it('leaves no tensor behind in 100 repetitions', () => {
    const { step } = smallTraining(1);
    step();
    const { numTensors, numDataBuffers } = tf.memory();
    for (let i = 0; i < 100; i++) step();
    expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
  });

  it('takes no more memory after 5,000 steps than after 2,000', () => {
    const { step } = smallTraining(5);
    const seen = Array.from({ length: 5 }, () => {
      for (let i = 0; i < 1000; i++) step();
      collectGarbage();
      const { rss, heapTotal } = process.memoryUsage();
      const { numTensors, numDataBuffers } = tf.memory();
      return { tensors: { numTensors, numDataBuffers }, native: rss - heapTotal };
    });
    expect(seen[4].tensors).toEqual(seen[0].tensors);
    // 3 KB a step; all that a step makes has some 50
    expect(seen[4].native - seen[1].native).toBeLessThan(9e6);
  });

  it('gives the same bits for the same seed', () => {
    const run = () => {
      const { step, parameters } = smallTraining(2);
      const losses = Array.from({ length: 20 }, step);
      return { losses, parameters: [...parameters.values()].map((parameter) => [...parameter.dataSync()]) };
    };
    expect(run()).toEqual(run());
  });

  it('gives the same bits for any number of threads of the kernels', () => {
    const weights = (count: number) => {
      setKernelThreads(count);
      const { step, parameters } = smallTraining(4);
      for (let i = 0; i < 200; i++) step();
      const hash = createHash('sha256');
      for (const parameter of parameters.values()) hash.update(new Uint8Array(parameter.dataSync().buffer));
      return hash.digest('hex');
    };
    const hashes = [1, 2, 3, 4].map(weights);
    setKernelThreads(threads);
    expect(new Set(hashes).size).toBe(1);
  });

  it('lowers the loss', () => {
    const { step } = smallTraining(3);
    const losses = Array.from({ length: 200 }, () => step().value);
    const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    expect(mean(losses.slice(-20))).toBeLessThan(mean(losses.slice(0, 20)) - 0.3);
  });
});
