import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkConfig } from '#contracts';
import { architectureClass } from '#families';
import {
  newConfig,
  createModel,
  disposeModel,
  type GridSpec,
  logits,
  mapParameters,
  type Model,
  quantizeParameter,
  weightsOf,
} from '#models';
import type { Batch } from '#text';
import { tf } from '#engine';
import { checkOnnx } from './check.js';
import { exportOnnx } from './export.js';
import { operationsOf } from './fixtures/operations-of.js';
import { openOnnx } from './session.js';

/** Sentences of lengths 1, 5 and 17, the second with two segments. */
const batch: Batch = {
  ids: Int32Array.from({ length: 23 }, (_, i) => (i * 37) % 60),
  positions: Int32Array.from({ length: 23 }, (_, i) => (i < 1 ? 0 : i < 6 ? i - 1 : i - 6)),
  types: Int32Array.from({ length: 23 }, (_, i) => (i >= 3 && i < 6 ? 1 : 0)),
  starts: Int32Array.of(0, 1, 6, 23),
};

function tinyBert(head: Model['head'], hidden = 24, act: 'gelu' | 'relu' = 'gelu'): Model {
  const architecture = {
    family: 'bert',
    layers: 2,
    hidden_size: hidden,
    heads: 3,
    ffn_size: 40,
    max_positions: 20,
    dropout: 0,
  };
  const config = newConfig(checkConfig(architectureClass(), architecture), { size: 60, pad: 0 });
  return createModel(Object.assign({}, config, { hidden_act: act, initializer_range: 0.3 }), head, 7);
}

/** The model with every matrix on a grid. */
function onGrid(model: Model, spec: GridSpec): Model {
  return mapParameters(model, (parameter) =>
    parameter.role === 'linear' || parameter.role === 'embedding' ? quantizeParameter(parameter, spec) : parameter,
  );
}

const engineLogits = (model: Model) => {
  const result = tf.tidy(() => logits(weightsOf(model), model, batch));
  const values = result.dataSync() as Float32Array;
  result.dispose();
  return values;
};

const CLASSES = { kind: 'classification', labels: ['a', 'b', 'c'] } as const;

describe('an exported classifier', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tlc-onnx-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each([
    ['classification', tinyBert(CLASSES)],
    ['regression', tinyBert({ kind: 'regression' })],
    ['ReLU', tinyBert(CLASSES, 24, 'relu')],
    ['an odd width', tinyBert(CLASSES, 21)],
  ])('gives the engine’s logits in ONNX Runtime: %s', async (_, model) => {
    const path = join(folder, 'float.onnx');
    await exportOnnx(model, path);
    expect(await checkOnnx(path, batch, engineLogits(model), 1e-5)).toBeLessThan(1e-4);
    disposeModel(model);
  });

  it.each(
    [2, 3, 4, 5, 8].flatMap((bits) => [
      [{ bits, granularity: 'tensor', symmetric: true }] as const,
      [{ bits, granularity: 'channel', symmetric: false }] as const,
      [{ bits, granularity: 'group', groupSize: 8, symmetric: false }] as const,
      [{ bits, granularity: 'group', groupSize: 16, symmetric: true }] as const,
    ]),
  )('keeps the integers of weights on a grid, and their values: %j', async (spec) => {
    const model = tinyBert(CLASSES);
    const quantized = onGrid(model, spec);
    const [encoded, dense] = [join(folder, 'encoded.onnx'), join(folder, 'dense.onnx')];
    const bytes = await exportOnnx(quantized, encoded);
    expect((await stat(encoded)).size).toBe(bytes);
    expect(bytes).toBeLessThan(await exportOnnx(quantized, dense, { weights: 'dense' }));
    const expected = engineLogits(quantized);
    await checkOnnx(encoded, batch, expected, 1e-5);
    await checkOnnx(dense, batch, expected, 1e-5);
    disposeModel(model);
    disposeModel(quantized);
  });

  it.each(
    [5, 7, 8].flatMap((bits) => [
      [{ bits, granularity: 'tensor', symmetric: true }] as const,
      [{ bits, granularity: 'channel', symmetric: true }] as const,
      [{ bits, granularity: 'channel', symmetric: false }] as const,
    ]),
  )('multiplies bytes where it is asked to, within what rounding the inputs of products makes: %j', async (spec) => {
    const model = tinyBert(CLASSES);
    const quantized = onGrid(model, spec);
    const path = join(folder, 'int8.onnx');
    const bytes = await exportOnnx(quantized, path, { weights: 'int8' });
    expect(bytes).toBeLessThan(1.1 * (await exportOnnx(quantized, join(folder, 'encoded.onnx'))));
    const expected = engineLogits(quantized);
    const difference = await checkOnnx(path, batch, expected, 0.3);
    expect(difference).toBeGreaterThan(1e-5);
    disposeModel(model);
    disposeModel(quantized);
  });

  it('leaves products of groups of weights and of few bits in floats', async () => {
    const model = tinyBert(CLASSES);
    const group = onGrid(model, { bits: 8, granularity: 'group', groupSize: 8, symmetric: true });
    const few = onGrid(model, { bits: 4, granularity: 'channel', symmetric: true });
    for (const quantized of [group, few]) {
      const path = join(folder, 'floats.onnx');
      await exportOnnx(quantized, path, { weights: 'int8' });
      await checkOnnx(path, batch, engineLogits(quantized), 1e-5);
      disposeModel(quantized);
    }
    disposeModel(model);
  });

  it.each(
    [2, 3, 4].flatMap((bits) => [
      [{ bits, granularity: 'tensor', symmetric: true }] as const,
      [{ bits, granularity: 'channel', symmetric: false }] as const,
      [{ bits, granularity: 'group', groupSize: 16, symmetric: false }] as const,
      [{ bits, granularity: 'group', groupSize: 32, symmetric: true }] as const,
      [{ bits, granularity: 'group', groupSize: 48, symmetric: false }] as const,
    ]),
  )('multiplies the model’s own codes of half a byte, not others: %j', async (spec) => {
    const model = tinyBert(CLASSES, 48);
    const quantized = onGrid(model, spec);
    const path = join(folder, 'int4.onnx');
    await exportOnnx(quantized, path, { weights: 'int4', accuracy: 1 });
    const expected = engineLogits(quantized);
    expect(operationsOf(await readFile(path)).filter((op) => op === 'MatMulNBits').length).toBe(10);
    await checkOnnx(path, batch, expected, 1e-5);
    await exportOnnx(quantized, path, { weights: 'int4' });
    await checkOnnx(path, batch, expected, 0.3);
    await exportOnnx(quantized, path, { weights: 'int4', float: 'float16' });
    await checkOnnx(path, batch, expected, 0.3);
    disposeModel(model);
    disposeModel(quantized);
  });

  it('leaves products of groups that MatMulNBits does not take in floats', async () => {
    const model = tinyBert(CLASSES, 48);
    const quantized = onGrid(model, { bits: 4, granularity: 'group', groupSize: 24, symmetric: true });
    const path = join(folder, 'int4.onnx');
    await exportOnnx(quantized, path, { weights: 'int4' });
    expect(operationsOf(await readFile(path))).not.toContain('MatMulNBits');
    await checkOnnx(path, batch, engineLogits(quantized), 1e-5);
    disposeModel(model);
    disposeModel(quantized);
  });

  it('is half as large in half precision, and differs by its rounding', async () => {
    const model = tinyBert(CLASSES, 96);
    const [half, full] = [join(folder, 'half.onnx'), join(folder, 'full.onnx')];
    const bytes = await exportOnnx(model, half, { float: 'float16' });
    expect(bytes / (await exportOnnx(model, full))).toBeLessThan(0.6);
    const difference = await checkOnnx(half, batch, engineLogits(model), 0.02);
    expect(difference).toBeGreaterThan(1e-6);
    disposeModel(model);
  });

  it('does not let padding or neighbours change a sentence', async () => {
    const model = tinyBert(CLASSES);
    const path = join(folder, 'alone.onnx');
    await exportOnnx(model, path);
    const classifier = await openOnnx(path);
    const together = await classifier.run(batch);
    const alone = await classifier.run({
      ids: batch.ids.subarray(1, 6),
      positions: batch.positions.subarray(1, 6),
      types: batch.types.subarray(1, 6),
      starts: Int32Array.of(0, 5),
    });
    alone.forEach((value, i) => expect(value).toBeCloseTo(together[3 + i], 5));
    await classifier.close();
    disposeModel(model);
  });

  it('is found out when it gives other logits than the engine', async () => {
    const model = tinyBert(CLASSES);
    const path = join(folder, 'other.onnx');
    await exportOnnx(model, path);
    const wrong = engineLogits(model).map((value, i) => (i === 4 ? value + 0.01 : value));
    await expect(checkOnnx(path, batch, wrong)).rejects.toMatchObject({ code: 'ONNX_MISMATCH' });
    disposeModel(model);
  });
});
