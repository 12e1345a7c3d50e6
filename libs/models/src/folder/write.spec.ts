import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkConfig } from '#contracts';
import { tf } from '#engine';
import { architectureClass, newConfig, readConfig, weightFileBytes, type Head } from '#families';
import { wordPieceTokenizer } from '#text';
import { createModel } from '../create-model.js';
import { encodeParameter, quantizeParameter } from '../encoding/parameter.js';
import { packSentences } from '../fixtures/pack-sentences.js';
import { logits } from '../forward.js';
import { denseModel } from '../dense-model.js';
import { disposeModel, mapParameters, modelShape, type Model } from '../model.js';
import { weightsOf } from '../weights.js';
import { modelBytes } from '#families';
import { readModel } from './read.js';
import { writeModel } from './write.js';

const CONFIG = readConfig(
  {
    model_type: 'bert',
    vocab_size: 50,
    hidden_size: 20,
    num_hidden_layers: 2,
    num_attention_heads: 5,
    intermediate_size: 36,
    max_position_embeddings: 16,
    hidden_act: 'relu',
    layer_norm_eps: 1e-7,
    classifier_dropout: 0.25,
  },
  'the test',
);
const HEADS: Head[] = [
  { kind: 'none' },
  { kind: 'masked-lm' },
  { kind: 'classification', labels: ['no', 'yes', 'très bien'] },
  { kind: 'regression' },
];

let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'tlc-model-'));
});
afterAll(() => rm(base, { recursive: true }));

/** A model whose matrices are half zero and on grids, of different kinds by layer. */
function compressed(model: Model): Model {
  return mapParameters(model, (parameter) => {
    const { name, role, value } = parameter;
    if (role !== 'linear' && role !== 'embedding') return parameter;
    const kept = tf.tidy(() => tf.mul(value, tf.cast(tf.greater(value, 0), 'float32')));
    const sparse = encodeParameter({ name, role, value: kept }, { sparse: true });
    kept.dispose();
    if (name.includes('layer.0')) return sparse;
    const own = name.includes('layer.1') ? sparse : parameter;
    const quantized = quantizeParameter(own, { bits: 4, granularity: 'group', groupSize: 8, symmetric: false });
    sparse.value.dispose();
    return quantized;
  });
}

async function expectSame(one: Model, other: Model) {
  expect(other.config).toEqual(one.config);
  expect(other.head).toEqual(one.head);
  expect(other.tokenizer).toBe(one.tokenizer);
  expect([...other.parameters.keys()]).toEqual([...one.parameters.keys()]);
  for (const [name, { role, value, encoding }] of one.parameters) {
    const read = other.parameters.get(name)!;
    expect(read.role).toBe(role);
    expect(read.value.shape).toEqual(value.shape);
    expect(read.value.dataSync()).toEqual(tf.tidy(() => tf.add(value, 0).dataSync()));
    expect(read.encoding).toEqual(encoding);
  }
}

describe.each(HEADS)('a model with a $kind head', (head) => {
  it.each([false, true])('comes back whole, compressed: %p', async (compress) => {
    const dense = createModel(CONFIG, head, 1, '{"model": {"vocab": {"ü": 0}}}');
    const model = compress ? compressed(dense) : dense;
    const folder = join(base, `${head.kind}-${compress}`);
    await writeModel(model, folder);
    const read = await readModel(folder);
    await expectSame(model, read);
    [...new Set([dense, model, read])].forEach(disposeModel);
  });
});

describe('a compressed model', () => {
  const dense = createModel(CONFIG, HEADS[2], 1);
  const model = compressed(dense);
  afterAll(() => [dense, model].forEach(disposeModel));

  it('takes exactly the bytes foretold, and fewer than a dense one', async () => {
    const folder = join(base, 'bytes');
    await writeModel(model, folder);
    const { size } = await stat(join(folder, 'model.safetensors'));
    expect(weightFileBytes(modelShape(model))).toBe(size);
    expect(size).toBeLessThan(0.6 * weightFileBytes(modelShape(dense)));
    expect(await modelBytes(folder)).toBe(size + (await stat(join(folder, 'config.json'))).size);
  });

  it('has a model type that Transformers refuses, so that it does not run on random weights', async () => {
    const plain = denseModel(model);
    for (const [one, type] of [
      [model, 'tlc-bert'],
      [plain, 'bert'],
    ] as const) {
      await writeModel(one, join(base, type));
      const { model_type } = JSON.parse(await readFile(join(base, type, 'config.json'), 'utf8'));
      expect(model_type).toBe(type);
    }
    disposeModel(plain);
  });

  it('gives the same outputs once read, and as a dense model', async () => {
    const folders = [join(base, 'encoded'), join(base, 'dense')];
    const plain = denseModel(model);
    await writeModel(model, folders[0]);
    await writeModel(plain, folders[1]);
    const read = await Promise.all(folders.map(readModel));
    expect([...read[1].parameters.values()].some(({ encoding }) => encoding)).toBe(false);
    const batch = packSentences([
      [2, 5, 7, 3],
      [2, 3],
    ]);
    const outputs = [model, plain, ...read].map((one) => {
      const output = logits(weightsOf(one), one, batch);
      return output.dataSync();
    });
    for (const output of outputs) expect(output).toEqual(outputs[0]);
    [plain, ...read].forEach(disposeModel);
  });

  it('is the same bytes every time', async () => {
    const folders = [join(base, 'first'), join(base, 'second')];
    for (const folder of folders) await writeModel(model, folder, { card: 'Trained on *nothing*.' });
    for (const name of ['config.json', 'model.safetensors', 'README.md']) {
      const [one, other] = await Promise.all(folders.map((folder) => readFile(join(folder, name))));
      expect(one.equals(other)).toBe(true);
    }
  });

  it('says in its card what it is, and whatever its maker adds', async () => {
    const folder = join(base, 'card');
    await writeModel(model, folder, { card: '## How well\n\nAccuracy 0.9 on dev.' });
    const card = await readFile(join(folder, 'README.md'), 'utf8');
    for (const fact of ['2 layers', 'no, yes, très bien', '4-bit', 'Accuracy 0.9 on dev.'])
      expect(card).toContain(fact);
  });

  it('is not written where a value is NaN or off its grid', async () => {
    const spoil = (value: number) =>
      mapParameters(model, (parameter) => {
        if (parameter.name !== 'bert.encoder.layer.1.output.dense.weight') return parameter;
        const values = (parameter.value.dataSync() as Float32Array).with(3, value);
        return { ...parameter, value: tf.tensor(values, parameter.value.shape) };
      });
    for (const [value, code] of [
      [NaN, 'MODEL_NOT_FINITE'],
      [0.123, 'ENCODING_INEXACT'],
    ] as const) {
      const wrong = spoil(value);
      const writing = writeModel(wrong, join(base, 'refused'));
      await expect(writing).rejects.toMatchObject({ code, message: expect.stringContaining('layer.1.output.dense') });
      disposeModel(wrong);
    }
    await expect(stat(join(base, 'refused'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

it('a tokenizer that is not JSON is refused', async () => {
  const model = createModel(CONFIG, HEADS[0], 1, '{');
  await expect(writeModel(model, join(base, 'not-json'))).rejects.toMatchObject({ code: 'TOKENIZER_INVALID' });
  disposeModel(model);
});

it('leaves no tensors behind', async () => {
  const before = tf.memory().numTensors;
  const model = createModel(CONFIG, HEADS[1], 1);
  const small = compressed(model);
  await writeModel(small, join(base, 'leak'));
  const read = await readModel(join(base, 'leak'));
  [model, small, read].forEach(disposeModel);
  expect(tf.memory().numTensors).toBe(before);
});

it.each([
  ['albert', { bos_token_id: 2, eos_token_id: 3, pad_token_id: 0 }],
  ['modernbert', { bos_token_id: 2, cls_token_id: 2, eos_token_id: 3, sep_token_id: 3, pad_token_id: 0 }],
  ['mpnet', { bos_token_id: 2, eos_token_id: 3, pad_token_id: 0 }],
  ['roberta', { bos_token_id: 2, eos_token_id: 3, pad_token_id: 0 }],
  ['roberta-prelayernorm', { bos_token_id: 2, eos_token_id: 3, pad_token_id: 0 }],
])(
  'a new %s has the ids of its vocabulary’s special tokens where Transformers has others by default',
  async (family, ids) => {
    const pieces = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', 'b'];
    const shape = { family, layers: 1, hidden_size: 8, heads: 2, max_positions: 12 };
    const architecture = checkConfig(architectureClass(shape), shape);
    const tokenizer = wordPieceTokenizer(pieces, { lowercase: true });
    const model = createModel(newConfig(architecture, { size: pieces.length, pad: 0 }), { kind: 'none' }, 1, tokenizer);
    await writeModel(model, join(base, family));
    expect(JSON.parse(await readFile(join(base, family, 'config.json'), 'utf8'))).toMatchObject(ids);
    disposeModel(model);
  },
);
