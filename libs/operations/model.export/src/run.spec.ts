import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fixtures } from '#compression';
import { tf } from '#engine';
import { runAlone } from '#jobs';
import {
  type Model,
  disposeModel,
  logits,
  mapParameters,
  quantizeParameter,
  readModel,
  weightsOf,
  withHead,
  writeModel,
} from '#models';
import { openOnnx } from '#onnx';
import { type Batch, batchOf } from '#text';
import operation from './index.js';

let base: string;
let batch: Batch;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'tlc-export-'));
  await fixtures()(async ({ model, dataset }) => {
    await writeModel(model, join(base, 'model'));
    const encoder = withHead(model, { kind: 'masked-lm' }, 1);
    await writeModel(encoder, join(base, 'masked-lm'));
    disposeModel(encoder);
    const spec = { bits: 4, granularity: 'channel', symmetric: true } as const;
    const int4 = mapParameters(model, (parameter) =>
      parameter.role === 'linear' || parameter.role === 'embedding' ? quantizeParameter(parameter, spec) : parameter,
    );
    await writeModel(int4, join(base, 'int4'));
    disposeModel(int4);
    batch = batchOf(dataset.splits.dev!, [0, 1, 2, 3]);
  });
});
afterAll(() => rm(base, { recursive: true }));

async function exported(formats: string[] | undefined, model: string, output: string) {
  await mkdir(join(base, output), { recursive: true });
  const before = tf.memory().numTensors;
  try {
    return await runAlone(operation, {
      inputs: { model: join(base, model) },
      config: { ...(formats && { formats }) },
      output: join(base, output),
      work: join(base, 'work'),
    });
  } finally {
    expect(tf.memory().numTensors).toBe(before);
  }
}

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

describe('model.export', () => {
  it('writes a quantized model dense for Transformers and with its integers for ONNX Runtime', async () => {
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

  it('writes ONNX for a model of any head, after comparing its answers for every token with the engine’s', async () => {
    const { summary } = await exported(['onnx'], 'masked-lm', 'none');
    expect(summary.onnx_difference).toBeLessThan(1e-4);
  });
});
