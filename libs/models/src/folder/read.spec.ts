import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSafetensors, writeSafetensors, type WritableTensor } from '#artifacts';
import { tf } from '#engine';
import { disposeModel } from '../model.js';
import { tokenizerOf } from '#families';
import { readModel } from './read.js';

const TINY = fileURLToPath(new URL('../fixtures/tiny', import.meta.url));

let base: string;
let folder: string;
let count = 0;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'tlc-model-'));
});
afterAll(() => rm(base, { recursive: true }));
beforeEach(async () => {
  folder = join(base, String(count++));
  await cp(TINY, folder, { recursive: true });
});

/** Rewrites the tensors of the folder. */
async function rewrite(change: (tensors: WritableTensor[]) => WritableTensor[]) {
  const path = join(folder, 'model.safetensors');
  const { tensors } = await readSafetensors(path);
  const all = [...tensors].map(([name, tensor]): WritableTensor => ({ name, ...tensor, dtype: 'F32' }));
  await writeSafetensors(path, change(all));
}

/** Rewrites settings of config.json; undefined removes one. */
async function configure(settings: Record<string, unknown>) {
  const path = join(folder, 'config.json');
  await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(path, 'utf8')), ...settings }));
}

const tensor = (name: string, shape: number[], fill = 0.01): WritableTensor => {
  const size = shape.reduce((a, b) => a * b, 1);
  return { name, dtype: 'F32', shape, data: new Float32Array(size).fill(fill) };
};

/** A tensor as another number format, its bits given. */
const asHalf = async (bits: Record<string, number>, dtype: 'F16' | 'BF16') => {
  const path = join(folder, 'model.safetensors');
  const { tensors } = await readSafetensors(path);
  const entries: Record<string, unknown> = {};
  const parts: Buffer[] = [];
  let end = 0;
  for (const [name, { shape, data }] of tensors) {
    const half = Buffer.from(new Uint16Array(data.length).fill(bits[name] ?? 0).buffer);
    entries[name] = { dtype, shape, data_offsets: [end, (end += half.length)] };
    parts.push(half);
  }
  const header = Buffer.from(JSON.stringify(entries));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  await writeFile(path, Buffer.concat([length, header, ...parts]));
};

async function read() {
  const model = await readModel(folder);
  disposeModel(model);
  return model;
}

/** Values of a parameter of the folder. */
async function valuesOf(name: string) {
  const model = await readModel(folder);
  const values = [...model.parameters.get(name)!.value.dataSync()];
  disposeModel(model);
  return values;
}

describe('folders of Hugging Face', () => {
  it('hold linear weights as [out, in], as they are in memory', async () => {
    const { tensors } = await readSafetensors(join(folder, 'model.safetensors'));
    const stored = tensors.get('encoder.layer.0.intermediate.dense.weight')!;
    const model = await readModel(folder);
    const { value } = model.parameters.get('bert.encoder.layer.0.intermediate.dense.weight')!;
    expect([stored.shape, value.shape]).toEqual([[128, 32], [128, 32]]); // prettier-ignore
    expect(value.dataSync()).toEqual(stored.data);
    disposeModel(model);
  });

  it('may have names with bert., as gamma and beta, and buffers that are no parameters', async () => {
    const plain = await valuesOf('bert.encoder.layer.0.output.LayerNorm.bias');
    await rewrite((tensors) => [
      ...tensors.map((one) => {
        const name = one.name
          .replace('LayerNorm.weight', 'LayerNorm.gamma')
          .replace('LayerNorm.bias', 'LayerNorm.beta');
        return { ...one, name: `bert.${name}` };
      }),
      tensor('bert.embeddings.position_ids', [1, 128]),
      tensor('cls.seq_relationship.weight', [2, 32]),
    ]);
    expect(await valuesOf('bert.encoder.layer.0.output.LayerNorm.bias')).toEqual(plain);
  });

  it('may hold 16-bit floats', async () => {
    await asHalf({ 'embeddings.LayerNorm.bias': 0x3e00 }, 'F16');
    expect((await valuesOf('bert.embeddings.LayerNorm.bias'))[3]).toBe(1.5);
    await asHalf({ 'embeddings.LayerNorm.bias': 0x3fc0 }, 'BF16');
    expect((await valuesOf('bert.embeddings.LayerNorm.bias'))[3]).toBe(1.5);
  });

  it('keep a pooler that the head does not need', async () => {
    expect((await read()).parameters.has('bert.pooler.dense.weight')).toBe(false);
    await rewrite((all) => [...all, tensor('pooler.dense.weight', [32, 32]), tensor('pooler.dense.bias', [32])]);
    expect((await read()).parameters.has('bert.pooler.dense.weight')).toBe(true);
  });

  it('may lack a tokenizer, which is missed where text is to be read', async () => {
    expect(tokenizerOf(await read())).toBe(await readFile(join(TINY, 'tokenizer.json'), 'utf8'));
    await rm(join(folder, 'tokenizer.json'));
    const model = await read();
    expect(() => tokenizerOf(model)).toThrow(expect.objectContaining({ code: 'MODEL_MISSING_FILE' }));
  });
});

describe('the head', () => {
  const pooler = [tensor('pooler.dense.weight', [32, 32]), tensor('pooler.dense.bias', [32])];
  const classifier = (labels: number) => [
    ...pooler,
    tensor('classifier.weight', [labels, 32]),
    tensor('classifier.bias', [labels]),
  ];
  const maskedLm = [
    tensor('cls.predictions.transform.dense.weight', [32, 32]),
    tensor('cls.predictions.transform.dense.bias', [32]),
    tensor('cls.predictions.transform.LayerNorm.gamma', [32]),
    tensor('cls.predictions.transform.LayerNorm.beta', [32]),
    tensor('cls.predictions.decoder.bias', [256]),
    tensor('cls.predictions.decoder.weight', [256, 32]),
  ];
  const tied = (all: WritableTensor[]): WritableTensor => ({
    ...all.find(({ name }) => name === 'embeddings.word_embeddings.weight')!,
    name: 'cls.predictions.decoder.weight',
  });
  const labels = (kind: 'classification', ...names: string[]) => ({ kind, labels: names });

  it.each([
    ['its class', { architectures: ['BertForMaskedLM'] }, maskedLm, { kind: 'masked-lm' }],
    [
      'the class of both pre-training tasks',
      { architectures: ['BertForPreTraining'] },
      maskedLm,
      { kind: 'masked-lm' },
    ],
    ['the class of the encoder, other tensors or not', {}, maskedLm, { kind: 'none' }],
    ['tensors, without a class', { architectures: undefined }, maskedLm, { kind: 'masked-lm' }],
    ['nothing', { architectures: undefined }, [], { kind: 'none' }],
    [
      'its labels',
      { architectures: ['BertForSequenceClassification'], id2label: { 1: 'good', 0: 'bad' } },
      classifier(2),
      labels('classification', 'bad', 'good'),
    ],
    [
      'Transformers’ two labels by default',
      { architectures: undefined },
      classifier(2),
      labels('classification', 'LABEL_0', 'LABEL_1'),
    ],
    [
      'their number',
      { architectures: undefined, num_labels: 3 },
      classifier(3),
      labels('classification', 'LABEL_0', 'LABEL_1', 'LABEL_2'),
    ],
    ['a single label', { architectures: undefined, id2label: { 0: 'x' } }, classifier(1), { kind: 'regression' }],
    [
      'its problem type',
      { architectures: undefined, id2label: { 0: 'x' }, problem_type: 'regression' },
      classifier(1),
      { kind: 'regression' },
    ],
  ])('is known by %s', async (_, settings, tensors, head) => {
    await configure(settings);
    await rewrite((all) => [...all, ...tensors.map((one) => (one.name.endsWith('decoder.weight') ? tied(all) : one))]);
    expect((await read()).head).toEqual(head);
  });

  it.each([
    ['the word embeddings', tensor('cls.predictions.decoder.weight', [256, 32]), 'word_embeddings'],
    ['its other bias', tensor('cls.predictions.bias', [256], 0.02), 'cls.predictions.bias'],
  ])('is refused where the decoder differs from %s, though config.json calls them one', async (_, other, name) => {
    await configure({ architectures: ['BertForMaskedLM'] });
    const more = (all: WritableTensor[]) =>
      maskedLm.map((one) => (one.name.endsWith('decoder.weight') ? tied(all) : one));
    await rewrite((all) => [...all, ...more(all).filter((one) => one.name !== other.name), other]);
    const refusal = { code: 'MODEL_CONTRADICTORY', message: expect.stringContaining(name) };
    await expect(readModel(folder)).rejects.toMatchObject(refusal);
  });

  it.each([
    [{ architectures: ['BertForMultipleChoice'] }, 'MODEL_UNSUPPORTED', 'BertForMultipleChoice'],
    [{ problem_type: 'something_else' }, 'MODEL_UNSUPPORTED', 'something_else'],
    [{ problem_type: 'regression' }, 'MODEL_UNSUPPORTED', 'problem_type'],
    [{ id2label: { 0: 'a', 2: 'b' } }, 'MODEL_CONFIG_INVALID', 'id2label'],
    [{ id2label: {} }, 'MODEL_CONFIG_INVALID', 'id2label'],
    [{ id2label: { 0: 'a', 1: 'b', 2: 'c' } }, 'MODEL_WRONG_SHAPE', 'classifier.weight'],
  ])('is refused: %j', async (settings, code, message) => {
    await configure({ architectures: ['BertForSequenceClassification'], ...settings });
    await rewrite((all) => [...all, ...classifier(2)]);
    await expect(readModel(folder)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });
});

describe('bad input is refused at the door, and leaves no tensor behind', () => {
  const before = () => tf.memory().numTensors;
  const weights = () => join(folder, 'model.safetensors');
  const header = async (bytes: bigint) => {
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(bytes);
    await writeFile(weights(), Buffer.concat([length, Buffer.from('{}')]));
  };
  const change = (name: string, to: (tensor: WritableTensor) => WritableTensor[]) =>
    rewrite((all) => all.flatMap((one) => (one.name === name ? to(one) : [one])));
  const LAST = 'encoder.layer.0.output.dense.weight';

  it.each<[string, () => Promise<unknown>, string, string]>([
    ['no folder', () => rm(folder, { recursive: true }), 'MODEL_MISSING_FILE', 'no model folder'],
    ['no config.json', () => rm(join(folder, 'config.json')), 'MODEL_MISSING_FILE', 'lacks config.json'],
    ['no model.safetensors', () => rm(weights()), 'MODEL_MISSING_FILE', 'it has config.json'],
    [
      'a config.json that is broken',
      () => writeFile(join(folder, 'config.json'), '{"model_type": "bert"'),
      'MODEL_CONFIG_INVALID',
      'config.json',
    ],
    [
      'a config.json that is a list',
      () => writeFile(join(folder, 'config.json'), '[]'),
      'MODEL_CONFIG_INVALID',
      'object',
    ],
    ['another family', () => configure({ model_type: 'gpt2' }), 'MODEL_UNSUPPORTED', 'model_type is "gpt2"'],
    [
      'a quantization that is not ours',
      () => configure({ quantization_config: { quant_method: 'gptq' } }),
      'MODEL_UNSUPPORTED',
      'gptq',
    ],
    [
      'an encoding without tensors',
      () => configure({ quantization_config: { quant_method: 'tlc', version: 1 } }),
      'ENCODING_INVALID',
      'quantization_config',
    ],
    ['a file that was truncated', () => truncate(weights(), 50_000), 'SAFETENSORS_INVALID', 'model.safetensors'],
    ['a header that claims 2^60 bytes', () => header(2n ** 60n), 'SAFETENSORS_INVALID', '1152921504606846976'],
    ['a missing tensor', () => change(LAST, () => []), 'MODEL_MISSING_TENSOR', `bert.${LAST}`],
    [
      'a wrong shape',
      () => change(LAST, (one) => [{ ...one, shape: [128, 32] }]),
      'MODEL_WRONG_SHAPE',
      '[128, 32], expected [32, 128]',
    ],
    [
      'a wrong number of dimensions',
      () => change(LAST, (one) => [{ ...one, shape: [32 * 128] }]),
      'MODEL_WRONG_SHAPE',
      '[4096]',
    ],
    ['whole numbers', () => change(LAST, (one) => [{ ...one, dtype: 'I32' }]), 'MODEL_UNSUPPORTED', 'I32'],
    [
      'NaN',
      () => change(LAST, (one) => [{ ...one, data: (one.data as Float32Array).with(9, NaN) }]),
      'MODEL_NOT_FINITE',
      '1 of 4096',
    ],
    [
      'infinity',
      () => change(LAST, (one) => [tensor(one.name, [32, 128], -Infinity)]),
      'MODEL_NOT_FINITE',
      '4096 of 4096',
    ],
    [
      'a layer more than the config has',
      () => rewrite((all) => [...all, tensor('encoder.layer.1.output.dense.bias', [32])]),
      'MODEL_UNSUPPORTED',
      'layer.1',
    ],
    [
      'a tensor under two names',
      () => rewrite((all) => [...all, tensor(`bert.${LAST}`, [32, 128])]),
      'MODEL_UNSUPPORTED',
      'two names',
    ],
    [
      'a vocabulary of two thousand millions',
      () => configure({ vocab_size: 2 ** 31 - 1 }),
      'MODEL_WRONG_SHAPE',
      'word_embeddings',
    ],
  ])('%s', async (_, spoil, code, message) => {
    await spoil();
    const tensors = before();
    await expect(readModel(folder)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
    expect(before()).toBe(tensors);
  });
});
