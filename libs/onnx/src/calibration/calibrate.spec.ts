import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { checkConfig } from '#contracts';
import { tf } from '#engine';
import { architectureClass } from '#families';
import { createModel, disposeModel, logits, mapParameters, type Model, newConfig, quantizeParameter, weightsOf } from '#models'; // prettier-ignore
import { type Batch, batchOf } from '#text';
import { checkOnnx } from '../check.js';
import { exportOnnx } from '../export.js';
import { operationsOf } from '../fixtures/operations-of.js';
import { openOnnx } from '../session.js';
import { calibrate } from './calibrate.js';
import { CALIBRATIONS } from './range.js';

/** Sentences of 9, 9 and 4 tokens. */
const split = {
  sentences: 3,
  tokens: 22,
  ids: Int32Array.from({ length: 22 }, (_, i) => (i * 37) % 60),
  starts: Int32Array.of(0, 9, 18, 22),
};
const all = batchOf(split, [0, 1, 2]);

let folder: string;
let model: Model;
let expected: Float32Array;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tlc-onnx-static-'));
  const architecture = { family: 'bert', layers: 2, hidden_size: 32, heads: 2, ffn_size: 64, max_positions: 16, dropout: 0 }; // prettier-ignore
  const config = newConfig(checkConfig(architectureClass(), architecture), { size: 60, pad: 0 });
  const head = { kind: 'classification', labels: ['a', 'b', 'c'] } as const;
  const dense = createModel(Object.assign({}, config, { initializer_range: 0.3 }), head, 7);
  model = mapParameters(dense, (parameter) =>
    parameter.role === 'linear'
      ? quantizeParameter(parameter, { bits: 8, granularity: 'channel', symmetric: true })
      : parameter,
  );
  disposeModel(dense);
  expected = tf.tidy(() => logits(weightsOf(model), model, all).dataSync<'float32'>());
});
afterAll(async () => {
  disposeModel(model);
  await rm(folder, { recursive: true });
});

/** The answers of a file to a batch. */
async function answersOf(path: string, batch: Batch): Promise<number[]> {
  const session = await openOnnx(path);
  const answers = [...(await session.run(batch))];
  await session.close();
  return answers;
}

it('has a range for each product of every layer, the same whatever is padded beside what', async () => {
  const ranges = await calibrate(model, [all], 'min-max');
  const layer = (n: number) =>
    ['attention.self.query', 'attention.output.dense', 'intermediate.dense', 'output.dense'].map(
      (name) => `bert.encoder.layer.${n}.${name}.weight`,
    );
  expect([...ranges.keys()]).toEqual([...layer(0), ...layer(1)]);
  const alone = await calibrate(model, [0, 1, 2].map((sentence) => batchOf(split, [sentence])), 'min-max'); // prettier-ignore
  for (const [name, { scale, zero }] of ranges) {
    expect(alone.get(name)!.scale).toBeCloseTo(scale, 6);
    expect(alone.get(name)!.zero).toBe(zero);
  }
});

it('rounds as the dynamic form does where the data are the batch itself, without padding', async () => {
  const batch = batchOf(split, [0, 1]);
  const [dynamic, fixed] = [join(folder, 'dynamic.onnx'), join(folder, 'static.onnx')];
  await exportOnnx(model, dynamic, { weights: 'int8' });
  await exportOnnx(model, fixed, { weights: 'int8', ranges: await calibrate(model, [batch], 'min-max') });
  const operations = operationsOf(await readFile(fixed));
  // Three of an attention block stand side by side; of the classifier and what is before it, nothing is rounded
  expect(operations.filter((name) => name === 'QuantizeLinear').length).toBe(8);
  expect(operations).not.toContain('DynamicQuantizeLinear');
  const [one, other] = [await answersOf(dynamic, batch), await answersOf(fixed, batch)];
  // Ranges of later layers were seen without the rounding before them
  one.forEach((value, i) => expect(Math.abs(value - other[i])).toBeLessThan(0.1));
});

it.each(CALIBRATIONS)('answers as the engine does but for rounding: %s', async (how) => {
  const path = join(folder, `${how}.onnx`);
  await exportOnnx(model, path, { weights: 'int8', ranges: await calibrate(model, [all], how) });
  const difference = await checkOnnx(path, all, expected, 0.1);
  expect(difference).toBeGreaterThan(1e-5);
});

it('has nothing to say of a model of floats', async () => {
  const dense = mapParameters(model, (parameter) => ({ ...parameter, encoding: undefined }));
  expect((await calibrate(dense, [all], 'mse')).size).toBe(0);
  disposeModel(dense);
});
