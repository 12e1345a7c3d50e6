import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { kernelFile } from './addon.js';

(kernelFile ? it : it.skip)('kernels answer malformed calls with an error, and never end the process', async () => {
  const script = fileURLToPath(new URL('./malformed-calls.mjs', import.meta.url));
  const tensorflow = createRequire(import.meta.url).resolve('@tensorflow/tfjs-node');
  const { stdout } = await promisify(execFile)(process.execPath, [script, tensorflow, kernelFile!, '4000']);
  const { well, refused } = JSON.parse(stdout) as Record<string, number>;
  expect(well).toBeGreaterThan(1000);
  expect(refused).toBeGreaterThan(1000);
});
