import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fixtures } from '#compression';
import { CompressConfig, ModelExportConfig, checkConfig } from '#contracts';
import { tf } from '#engine';
import { type Model, disposeModel, logits, readModel, weightsOf, withHead, writeModel } from '#models';
import { openOnnx } from '#onnx';
import type { OperationContext } from '#runtime';
import { type Batch, batchOf } from '#text';
import operations from './operations.js';

let base: string;
let batch: Batch;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'tlc-quantization-app-'));
  await fixtures()(async ({ model, dataset }) => {
    await writeModel(model, join(base, 'model'));
    const encoder = withHead(model, { kind: 'masked-lm' }, 1);
    await writeModel(encoder, join(base, 'masked-lm'));
    disposeModel(encoder);
    batch = batchOf(dataset.splits.dev!, [0, 1, 2, 3]);
  });
});
afterAll(() => rm(base, { recursive: true }));

async function run(operation: string, config: object, model: string, output: string) {
  await mkdir(join(base, output), { recursive: true });
  const before = tf.memory().numTensors;
  const context: OperationContext<object> = {
    config,
    seed: 1,
    inputs: { model: { path: join(base, model) } },
    output: join(base, output),
    work: join(base, 'work'),
    recipe: { operation, version: 1, config: { ...config }, inputs: {}, seed: 1 },
    signal: new AbortController().signal,
    progress: () => undefined,
    log: () => undefined,
  };
  try {
    return await operations[operation](context as OperationContext<never>);
  } finally {
    expect(tf.memory().numTensors).toBe(before);
  }
}

const quantize = (output: string) =>
  run(
    'compress',
    checkConfig(CompressConfig, { with: 'uniform-quantization', config: { bits: 4, granularity: 'channel' } }),
    'model',
    output,
  );

const exported = (formats: string[] | undefined, model: string, output: string) =>
  run('model.export', checkConfig(ModelExportConfig, { ...(formats && { formats }) }), model, output);

const outputs = (model: Model) => {
  const result = tf.tidy(() => logits(weightsOf(model), model, batch));
  const values = Array.from(result.dataSync());
  result.dispose();
  return values;
};

const logitsOf = async (folder: string) => {
  const model = await readModel(join(base, folder));
  const values = outputs(model);
  disposeModel(model);
  return values;
};

describe('compress', () => {
  it('quantizes a model without data', async () => {
    const { summary } = await quantize('int4');
    const { size } = await stat(join(base, 'int4/model.safetensors'));
    expect(summary.bytes).toBe(size);
    expect(summary.bytes).toBeLessThan((summary.bytes_before as number) / 4);
    expect(JSON.parse(await readFile(join(base, 'int4/history.json'), 'utf8'))).toEqual([]);
  });
});

describe('model.export', () => {
  it('writes a quantized model dense for Transformers and with its integers for ONNX Runtime', async () => {
    await quantize('int4');
    const { summary } = await exported(undefined, 'int4', 'export');
    const config = JSON.parse(await readFile(join(base, 'export/config.json'), 'utf8'));
    expect(config).toMatchObject({ model_type: 'bert', architectures: ['BertForSequenceClassification'] });
    expect(config).not.toHaveProperty('quantization_config');
    expect(await logitsOf('export')).toEqual(await logitsOf('int4'));
    expect(summary.transformers_bytes).toBe((await stat(join(base, 'model/model.safetensors'))).size);

    const file = join(base, 'export/onnx/model.onnx');
    expect(summary.onnx_bytes).toBe((await stat(file)).size);
    expect(summary.onnx_difference).toBeLessThan(1e-4);
    const classifier = await openOnnx(file, { exact: true });
    const expected = await logitsOf('int4');
    const values = await classifier.run(batch);
    await classifier.close();
    values.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 5));
  });

  it('writes only what is asked for', async () => {
    await exported(['onnx'], 'model', 'onnx-only');
    await expect(stat(join(base, 'onnx-only/model.safetensors'))).rejects.toThrow();
    const { summary } = await exported(['transformers'], 'masked-lm', 'transformers-only');
    expect(Object.keys(summary)).toEqual(['transformers_bytes']);
    await expect(stat(join(base, 'transformers-only/onnx'))).rejects.toThrow();
  });

  it('refuses ONNX for a model without a classifier', async () => {
    await expect(exported(['onnx'], 'masked-lm', 'none')).rejects.toMatchObject({ code: 'ONNX_UNSUPPORTED' });
  });
});
