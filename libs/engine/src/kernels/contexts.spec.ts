import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { expect, it } from '@jest/globals';
import { kernelFile } from './addon.js';

/** A TensorFlow of its own that computes the same gradients again and again, and tells every hash of them that it has seen. */
const COMPUTE = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { createHash } = require('node:crypto');
  process.env.TF_CPP_MIN_LOG_LEVEL = '2';
  const tf = require(workerData.tensorflow);
  require(workerData.kernels).setThreads(3);
  const backend = tf.backend();
  const waves = (rows, columns, step) =>
    tf.tensor(Float32Array.from({ length: rows * columns }, (_, i) => Math.sin(i * step)), [rows, columns]);
  const inputs = [waves(300, 64, 0.37), waves(256, 64, 0.11), tf.zeros([256]), waves(64, 256, 0.23), tf.zeros([64])];
  const before = waves(300, 256, 0.19);
  const attributes = [{ name: 'activation', type: backend.binding.TF_ATTR_INT, value: 1 }];
  const hashes = new Set();
  for (let i = 0; i < 200; i++) {
    const made = backend.executeMultipleOutputs('TlcFeedForwardGradient', attributes, [inputs[0], ...inputs, before], 5);
    const hash = createHash('sha256');
    for (const tensor of made) hash.update(new Uint8Array(tensor.dataSync().buffer));
    hashes.add(hash.digest('hex'));
    tf.dispose(made);
  }
  parentPort.postMessage([...hashes]);
`;

(kernelFile ? it : it.skip)('kernels of several contexts compute at once, each as if it were alone', async () => {
  const tensorflow = createRequire(import.meta.url).resolve('@tensorflow/tfjs-node');
  const seen = await Promise.all(
    Array.from({ length: 3 }, () => {
      const worker = new Worker(COMPUTE, { eval: true, workerData: { tensorflow, kernels: kernelFile } });
      return new Promise<string[]>((resolve, reject) => worker.once('message', resolve).once('error', reject));
    }),
  );
  expect(new Set(seen.flat()).size).toBe(1);
});
