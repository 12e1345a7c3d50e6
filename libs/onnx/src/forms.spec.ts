import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkConfig } from '#contracts';
import { tf, type Tensor2D } from '#engine';
import { FAMILIES, type Form, type ModelConfig, type Structure } from '#families';
import {
  type Model,
  createModel,
  denseModel,
  disposeModel,
  logits,
  modelShape,
  readModel,
  shapeOf,
  weightsOf,
  writeModel,
} from '#models';
import { checkOnnx } from './check.js';
import { exportOnnx } from './export.js';

const HEAD = { kind: 'classification', labels: ['no', 'yes'] } as const;

const batch = {
  ids: Int32Array.from({ length: 12 }, (_, i) => 5 + ((7 * i) % 40)),
  positions: Int32Array.of(0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4),
  types: new Int32Array(12),
  starts: Int32Array.of(0, 7, 12),
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tlc-forms-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Forms of small matrices. */
const FORMS: Readonly<Record<string, Form>> = {
  'low rank': { kind: 'low-rank', rank: 3 },
  'Kronecker products of a small factor and a large one': { kind: 'kronecker', left: [2, 2] },
  'Kronecker products of a large factor and a small one': { kind: 'kronecker', left: [8, 4] },
};

/** All linear layers of a model's layers in one form. */
function formed(config: ModelConfig, form: Form): Structure {
  const layers = shapeOf(config, HEAD).parameters.filter(({ role, place }) => role === 'linear' && place === 'layers');
  return { forms: Object.fromEntries(layers.map(({ name }) => [name.slice(0, -7), form])) };
}

const answers = (model: Model) => {
  const output = tf.tidy(() => logits(weightsOf(model), model, batch) as Tensor2D);
  const values = Array.from(output.dataSync());
  output.dispose();
  return values;
};

const off = (one: readonly number[], other: readonly number[]) =>
  Math.max(...one.map((value, i) => Math.abs(value - other[i])));

const CASES = FAMILIES.filter(({ heads, isStatic }) => heads.classification && !isStatic).flatMap((family) =>
  Object.entries(FORMS).map(([words, form]) => [family.id, words, family, form] as const),
);

describe.each(CASES)('a %s of %s', (id, words, family, form) => {
  const architecture = checkConfig(family.architecture, {
    family: id,
    layers: 2,
    hidden_size: 16,
    heads: 2,
    ffn_size: 32,
    max_positions: 512,
  });
  const dense = family.newConfig(architecture, { size: 50, pad: 0 });
  const config = { ...dense, structure: formed(dense, form) };
  const model = createModel(config, HEAD, 1);
  afterAll(() => disposeModel(model));

  it('computes what its dense equivalent computes', () => {
    const whole = denseModel(model);
    expect(modelShape(whole).parameters).toEqual(shapeOf(dense, HEAD).parameters);
    expect(off(answers(model), answers(whole))).toBeLessThan(1e-5);
    disposeModel(whole);
  });

  it('has the parameters that are counted, is read as it was written, and is drawn', async () => {
    expect(modelShape(model).parameters).toEqual(shapeOf(config, HEAD).parameters);
    const own = join(folder, `${id} ${words}`);
    await writeModel(model, own);
    const read = await readModel(own);
    expect(read.config).toEqual(config);
    expect(answers(read)).toEqual(answers(model));
    disposeModel(read);
    const path = join(folder, `${id} ${words}.onnx`);
    await exportOnnx(model, path);
    expect(await checkOnnx(path, batch, Float32Array.from(answers(model)))).toBeLessThan(1e-4);
  });
});

describe('a structure that cannot be', () => {
  it.each([
    [{ 'bert.pooler.dense': { kind: 'low-rank', rank: 2 } }, 'the name of a linear layer of the encoder'],
    [{ 'bert.encoder.layer.0.output.dense': { kind: 'low-rank', rank: 17 } }, 'rank: 1 to 16'],
    [{ 'bert.encoder.layer.0.output.dense': { kind: 'kronecker', left: [3, 2] } }, 'a divisor of 16'],
  ])('is refused when it is read: %j', async (forms, message) => {
    const family = FAMILIES.find(({ id }) => id === 'bert')!;
    const architecture = checkConfig(family.architecture, { layers: 1, hidden_size: 16, heads: 2 });
    const model = createModel(family.newConfig(architecture, { size: 50, pad: 0 }), HEAD, 1);
    const own = join(folder, 'wrong');
    await writeModel({ ...model, config: { ...model.config, structure: { forms } as unknown as Structure } }, own);
    await expect(readModel(own)).rejects.toMatchObject({
      code: 'MODEL_CONFIG_INVALID',
      message: expect.stringContaining(message),
    });
    disposeModel(model);
  });
});
