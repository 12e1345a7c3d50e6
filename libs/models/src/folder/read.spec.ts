import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readSafetensors, type WritableTensor } from '#artifacts';
import { tokenizerOf } from '#families';
import { disposeModel } from '../model.js';
import { type ChangedFolder, changedFolder, tensor, TINY } from './fixtures/changed-folder.js';
import { readModel } from './read.js';

let changed: ChangedFolder;
let folder: string;
beforeEach(async () => {
  changed = await changedFolder();
  ({ folder } = changed);
});
afterEach(() => changed.close());

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
    await changed.rewrite((tensors) => [
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
    await changed.rewrite((all) => [
      ...all,
      tensor('pooler.dense.weight', [32, 32]),
      tensor('pooler.dense.bias', [32]),
    ]);
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
    await changed.configure(settings);
    await changed.rewrite((all) => [
      ...all,
      ...tensors.map((one) => (one.name.endsWith('decoder.weight') ? tied(all) : one)),
    ]);
    expect((await read()).head).toEqual(head);
  });

  it.each([
    ['the word embeddings', tensor('cls.predictions.decoder.weight', [256, 32]), 'word_embeddings'],
    ['its other bias', tensor('cls.predictions.bias', [256], 0.02), 'cls.predictions.bias'],
  ])('is refused where the decoder differs from %s, though config.json calls them one', async (_, other, name) => {
    await changed.configure({ architectures: ['BertForMaskedLM'] });
    const more = (all: WritableTensor[]) =>
      maskedLm.map((one) => (one.name.endsWith('decoder.weight') ? tied(all) : one));
    await changed.rewrite((all) => [...all, ...more(all).filter((one) => one.name !== other.name), other]);
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
    await changed.configure({ architectures: ['BertForSequenceClassification'], ...settings });
    await changed.rewrite((all) => [...all, ...classifier(2)]);
    await expect(readModel(folder)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });
});
