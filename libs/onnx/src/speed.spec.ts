import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { checkConfig } from '#contracts';
import { architectureClass } from '#families';
import { newConfig, createModel, disposeModel } from '#models';
import type { Batch } from '#text';
import { exportOnnx } from './export.js';
import { measureSpeed } from './speed.js';

it('times models in turn on the same batches and counts what was run', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tlc-speed-'));
  const head = { kind: 'classification', labels: ['0', '1'] } as const;
  const [small, large] = [
    { layers: 1, hidden_size: 16, heads: 2 },
    { layers: 6, hidden_size: 256, heads: 2 },
  ].map((shape) => createModel(newConfig(checkConfig(architectureClass(), shape), { size: 50, pad: 0 }), head, 1));
  const paths = [join(folder, 'small.onnx'), join(folder, 'large.onnx')];
  await exportOnnx(small, paths[0]);
  await exportOnnx(large, paths[1]);
  const batch: Batch = {
    ids: new Int32Array(30).fill(3),
    positions: Int32Array.from({ length: 30 }, (_, i) => i % 15),
    types: new Int32Array(30),
    starts: Int32Array.of(0, 15, 30),
  };
  const [fast, slow] = await measureSpeed(paths, Array<Batch>(5).fill(batch), { threads: 1, seconds: 0.05 });
  expect(fast.runs).toBe(slow.runs);
  expect(fast.runs).toBeGreaterThanOrEqual(5);
  expect(fast.batch).toBe(2);
  expect(fast.median).toBeLessThan(slow.median);
  expect(slow.sentencesPerSecond * slow.median).toBeGreaterThan(1000);
  disposeModel(small);
  disposeModel(large);
  await rm(folder, { recursive: true });
});
