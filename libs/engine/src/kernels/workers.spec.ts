import { Worker } from 'node:worker_threads';
import { expect, it } from '@jest/globals';
import { kernelFile } from './addon.js';

/** An engine of its own, as it was built, that trains a layer of a Transformer, and tells the hash of all its weights. */
const TRAIN = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { createHash } = require('node:crypto');
  import(workerData).then(({ AdamW, addNorm, attention, feedForward, linear, outputHead, packing, random, tf, valueAndGradients }) => {
    const stream = random(1);
    const shapes = { qkv: [192, 64], up: [256, 64], down: [64, 256], gain: [64], bias: [64], table: [500, 64], words: [500] };
    const made = Object.entries(shapes).map(([name, shape]) => {
      return [name, tf.variable(tf.tensor(stream.normals(shape.reduce((a, b) => a * b, 1), 0.1), shape))];
    });
    const variables = new Map(made);
    const w = Object.fromEntries(made);
    const batch = packing(Int32Array.of(0, 100, 101, 230, 300));
    const x = tf.tensor(stream.normals(300 * 64, 1), [300, 64]);
    const labels = Int32Array.from({ length: 300 }, () => stream.integer(500));
    const optimizer = new AdamW(variables);
    for (let step = 0; step < 30; step++) {
      const { gradients } = valueAndGradients(() => {
        const seen = attention(linear(x, w.qkv, null), batch, { heads: 4 });
        const inner = feedForward(seen, { weight: w.up, bias: null }, { weight: w.down, bias: null }, 'gelu');
        const noise = { rate: 0.1, key: { seed: 1, step, site: 0 } };
        return outputHead(addNorm(inner, seen, { gain: w.gain, bias: w.bias }, 1e-5, noise), w.table, w.words, labels);
      }, variables);
      optimizer.step(gradients, 1e-3);
      tf.dispose([...gradients.values()]);
    }
    const hash = createHash('sha256');
    for (const variable of variables.values()) hash.update(new Uint8Array(variable.dataSync().buffer));
    parentPort.postMessage(hash.digest('hex'));
  });
`;

function trained(): Promise<string> {
  const engine = new URL('../../../../dist/libs/engine/src/index.js', import.meta.url).href;
  const worker = new Worker(TRAIN, { eval: true, workerData: engine });
  return new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
}

(kernelFile ? it : it.skip)('trainings in several worker threads at once end with the bits of one alone', async () => {
  const alone = await trained();
  expect(await Promise.all([trained(), trained(), trained()])).toEqual([alone, alone, alone]);
});
