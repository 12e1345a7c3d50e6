import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fixtures } from '#compression';
import { tf } from '#engine';
import { usualTranslator } from '#families';
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
import { type Batch, batchOf, writeDataset } from '#text';
import operation from './index.js';

/** A small encoder-decoder. */
const TRANSLATOR = fileURLToPath(
  new URL(`../../../families/src/families/${usualTranslator().id}/fixtures/seq2seq-lm`, import.meta.url),
);

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
    const int8 = mapParameters(model, (parameter) =>
      parameter.role === 'linear' ? quantizeParameter(parameter, { ...spec, bits: 8 }) : parameter,
    );
    await writeModel(int8, join(base, 'int8'));
    disposeModel(int8);
    batch = batchOf(dataset.splits.dev!, [0, 1, 2, 3]);
    await mkdir(join(base, 'data'));
    await writeDataset(join(base, 'data'), dataset);
  });
});
afterAll(() => rm(base, { recursive: true }));

async function exported(
  formats: string[] | undefined,
  model: string,
  output: string,
  more: Record<string, string> = {},
  dtypes?: string[],
  keys: Record<string, unknown> = {},
) {
  await mkdir(join(base, output), { recursive: true });
  const before = tf.memory().numTensors;
  try {
    return await runAlone(operation, {
      inputs: { model: join(base, model), ...more },
      config: { ...(formats && { formats }), ...(dtypes && { dtypes }), ...keys },
      output: join(base, output),
      work: join(base, 'work'),
    });
  } finally {
    expect(tf.memory().numTensors).toBe(before);
  }
}

const configOf = async (folder: string) =>
  JSON.parse(await readFile(join(base, folder, 'config.json'), 'utf8')) as Record<string, unknown>;

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

  it('writes a model of bytes for products of bytes besides, whose answers differ by rounding', async () => {
    const { summary } = await exported(['onnx'], 'int8', 'int8-export');
    const classifier = await openOnnx(join(base, 'int8-export/onnx/model_quantized.onnx'));
    const values = await classifier.run(batch);
    await classifier.close();
    const expected = await logitsOf('int8');
    values.forEach((value, i) => expect(Math.abs(value - expected[i])).toBeLessThan(0.1));
    expect(summary.onnx_difference).toBeLessThan(1e-4);
    expect(summary.quantized_difference).toBeGreaterThan(Number(summary.onnx_difference));
    expect((await readdir(join(base, 'int8-export/onnx'))).sort()).toEqual(['model.onnx', 'model_quantized.onnx']);
    expect((await readdir(join(base, 'export/onnx'))).sort()).toEqual(['model.onnx', 'model_q4.onnx']);
  });

  it('writes the number formats that are asked for, each as small as it says, and names one to Transformers.js', async () => {
    const dtypes = ['fp32', 'fp16', 'q8'];
    const { summary } = await exported(['onnx'], 'int8', 'formats', {}, dtypes);
    const names = ['model.onnx', 'model_fp16.onnx', 'model_quantized.onnx'];
    expect((await readdir(join(base, 'formats/onnx'))).sort()).toEqual(names);
    expect(summary.fp16_bytes).toBeLessThan(Number(summary.onnx_bytes));
    expect((await configOf('formats'))['transformers.js_config']).toEqual({
      dtype: 'q8',
      device_config: { webgpu: { dtype: 'fp32' } },
    });
    await exported(['onnx'], 'int4', 'half-formats', {}, ['q4f16', 'fp16']);
    expect((await readdir(join(base, 'half-formats/onnx'))).sort()).toEqual(['model_fp16.onnx', 'model_q4f16.onnx']);
    // A browser asks for model_quantized.onnx by itself
    await exported(['onnx'], 'model', 'plain-formats');
    expect((await configOf('plain-formats'))['transformers.js_config']).toEqual({ dtype: 'fp32' });
    expect(await configOf('model')).not.toHaveProperty('transformers.js_config');
  });

  it('rounds the inputs of products to ranges that data have chosen', async () => {
    const data = { dataset: join(base, 'data') };
    const { summary } = await exported(['onnx'], 'int8', 'static', data, ['q8']);
    expect(summary.quantized_difference).toBeLessThan(0.1);
    const few = { calibration: 'min-max', calibration_sentences: 1 };
    await exported(['onnx'], 'int8', 'static-by-one', data, ['q8'], few);
    const [one, other] = await Promise.all(
      ['static', 'static-by-one'].map((folder) => readFile(join(base, folder, 'onnx/model_quantized.onnx'))),
    );
    expect(one.equals(other)).toBe(false);
    expect(one.includes('DynamicQuantizeLinear')).toBe(false);
  });

  it.each([
    ['int4', {}, { dataset: 'data' }, 'ONNX_NO_SUCH_WEIGHTS'],
    ['int8', { dtypes: ['fp32'] }, { dataset: 'data' }, 'PIPELINE_WRONG_INPUT'],
    ['int8', { formats: ['transformers'] }, { dataset: 'data' }, 'PIPELINE_WRONG_INPUT'],
    ['int8', { calibration: 'mse' }, {}, 'PIPELINE_MISSING_INPUT'],
    ['int8', { calibration_sentences: 8 }, {}, 'PIPELINE_MISSING_INPUT'],
  ])('refuses data that choose nothing, and choices without data: %s %j %j', async (model, keys, inputs, code) => {
    const given: Record<string, string> = 'dataset' in inputs ? { dataset: join(base, 'data') } : {};
    const refused = exported(undefined, model, 'refused-data', given, undefined, keys);
    await expect(refused).rejects.toMatchObject({ code });
  });

  it.each([
    ['model', 'q8'],
    ['int4', 'q8'],
    ['int8', 'q4'],
    ['model', 'q4f16'],
  ])('refuses codes that a model does not have: %s as %s', async (model, dtype) => {
    const refused = exported(['onnx'], model, 'refused-codes', {}, ['fp32', dtype]);
    await expect(refused).rejects.toMatchObject({ code: 'ONNX_NO_SUCH_WEIGHTS' });
  });

  it.each([
    ['int8', 'int-quantized'],
    ['int4', 'mixed-precision'],
  ])(
    'writes the integers as compressed-tensors holds them, which are read again to the bit: %s',
    async (name, format) => {
      const folder = `${name}-compressed`;
      const { summary } = await exported(['compressed-tensors', 'onnx'], name, folder);
      const config = await configOf(folder);
      expect(config).toMatchObject({
        model_type: 'bert',
        quantization_config: { quant_method: 'compressed-tensors', format, quantization_status: 'compressed' },
      });
      const { size } = await stat(join(base, folder, 'model.safetensors'));
      expect(summary.compressed_tensors_bytes).toBe(size);
      expect(await readFile(join(base, folder, 'README.md'), 'utf8')).toContain(
        `| ${size.toLocaleString('en')} bytes |`,
      );
      expect(size).toBeLessThan(0.7 * (await stat(join(base, 'model/model.safetensors'))).size);
      expect(await logitsOf(folder)).toEqual(await logitsOf(name));
    },
  );

  it('refuses integers of compressed-tensors where a model has none, or lies in the same file dense', async () => {
    const none = exported(['compressed-tensors'], 'model', 'refused-compressed');
    await expect(none).rejects.toMatchObject({ code: 'COMPRESSED_TENSORS_NONE' });
    const both = exported(['transformers', 'compressed-tensors'], 'int8', 'refused-both');
    await expect(both).rejects.toMatchObject({ code: 'CONFIG_WRONG_VALUE' });
  });

  it('writes an encoder-decoder as its encoder and its decoder with a cache, and how it writes texts', async () => {
    await cp(TRANSLATOR, join(base, 'translator'), { recursive: true });
    const { summary } = await exported(undefined, 'translator', 'translator-export', {}, ['fp32', 'fp16']);
    expect((await readdir(join(base, 'translator-export/onnx'))).sort()).toEqual([
      'decoder_model_merged.onnx',
      'decoder_model_merged_fp16.onnx',
      'encoder_model.onnx',
      'encoder_model_fp16.onnx',
    ]);
    expect(summary.onnx_difference).toBeLessThan(1e-4);
    const generation = JSON.parse(await readFile(join(base, 'translator-export/generation_config.json'), 'utf8'));
    const { decoder_start_token_id: start, eos_token_id: end } = await configOf('translator');
    expect(generation).toMatchObject({ decoder_start_token_id: start, eos_token_id: end, num_beams: 5 });
    await expect(stat(join(base, 'export/generation_config.json'))).rejects.toThrow();
    const byData = exported(['onnx'], 'translator', 'refused-ranges', { dataset: join(base, 'data') });
    await expect(byData).rejects.toMatchObject({ code: 'PIPELINE_WRONG_INPUT' });
  });

  it('writes only what is asked for', async () => {
    await exported(['onnx'], 'model', 'onnx-only');
    await expect(stat(join(base, 'onnx-only/model.safetensors'))).rejects.toThrow();
    // What Transformers' and Optimum's loaders look for beside the graph
    expect((await readdir(join(base, 'onnx-only'))).sort()).toEqual(['README.md', 'config.json', 'onnx', 'tokenizer.json', 'tokenizer_config.json']); // prettier-ignore
    const { summary } = await exported(['transformers'], 'masked-lm', 'transformers-only');
    expect(Object.keys(summary)).toEqual(['transformers_bytes']);
    await expect(stat(join(base, 'transformers-only/onnx'))).rejects.toThrow();
  });

  it('says beside an ONNX file alone what kind of model it is, however its weights are held', async () => {
    await exported(['onnx'], 'int4', 'int4-onnx');
    const [config, plain] = await Promise.all(['int4-onnx', 'model'].map(configOf));
    expect(config).toEqual({ ...plain, 'transformers.js_config': { dtype: 'q4' } });
  });

  it('keeps lineage and scores in the card, with the front matter that the hub reads', async () => {
    await cp(join(base, 'model'), join(base, 'told'), { recursive: true });
    const entry = { config: {}, inputs: {}, seed: 1, engine: {} };
    const lineage = [
      { ...entry, operation: 'model.import', source: { hub: 'organisation/base', files: [] }, license: 'apache-2.0', summary: {} },
      { ...entry, operation: 'model.finetune', task: 'glue/sst2', summary: { dev_accuracy: 0.9, steps: 3 } },
    ]; // prettier-ignore
    await writeFile(join(base, 'told', 'lineage.json'), JSON.stringify(lineage));
    const measures = [{ name: 'f1', value: 0.8, signature: 's' }, { name: 'latency', value: 2, unit: 'ms', signature: 's' }]; // prettier-ignore
    const scores = { model: { artifact: join(base, 'told') }, dataset: { task: 'glue/sst2', split: 'test' }, measures };
    await mkdir(join(base, 'scores'));
    await writeFile(join(base, 'scores', 'scores.json'), JSON.stringify(scores));
    await exported(['transformers'], 'told', 'told-export', { scores: join(base, 'scores') });
    const card = await readFile(join(base, 'told-export', 'README.md'), 'utf8');
    const data = { type: 'nyu-mll/glue', name: 'GLUE sst2', config: 'sst2' };
    expect(parse(card.split('---\n')[1])).toMatchObject({
      license: 'apache-2.0',
      base_model: 'organisation/base',
      datasets: ['nyu-mll/glue'],
      metrics: ['accuracy', 'f1'],
      'model-index': [
        {
          results: [
            { task: { type: 'text-classification' }, dataset: { ...data, split: 'validation' }, metrics: [{ type: 'accuracy', value: 0.9 }] },
            { dataset: { ...data, split: 'test' }, metrics: [{ type: 'f1', value: 0.8, name: 'f1' }] },
          ],
        },
      ],
    }); // prettier-ignore
    expect(card).toContain('| 2 | model.finetune | dev accuracy 0.9, steps 3 |');
    expect(card).toMatch(/## Scores: glue\/sst2, test\n\n.*\n.*\n\| f1 \| 0\.8 \|\n$/);
    expect(JSON.parse(await readFile(join(base, 'told-export', 'lineage.json'), 'utf8'))).toEqual(lineage);
    const other = { ...scores, model: { artifact: 'f'.repeat(64) } };
    await writeFile(join(base, 'scores', 'scores.json'), JSON.stringify(other));
    const refused = exported(['transformers'], 'told', 'refused', { scores: join(base, 'scores') });
    await expect(refused).rejects.toMatchObject({ code: 'CONFIG_WRONG_VALUE' });
  });

  it('writes ONNX for a model of any head, after comparing its answers for every token with the engine’s', async () => {
    const { summary } = await exported(['onnx'], 'masked-lm', 'none');
    expect(summary.onnx_difference).toBeLessThan(1e-4);
  });
});
