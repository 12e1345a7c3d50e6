import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkConfig, keysOf } from '#contracts';
import { floatsHeld, tf, valueAndGradients, type Variable } from '#engine';
import { count, FAMILIES, layerParts, type ModelConfig, type Structure } from '#families';
import {
  createModel,
  denseModel,
  disposeModel,
  logits,
  loss,
  mapParameters,
  type Model,
  modelShape,
  operationsPerToken,
  readModel,
  readModelShape,
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
  labels: Int32Array.of(1, 0),
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tlc-structures-'));
});
afterAll(() => rm(folder, { recursive: true }));

const answers = (model: Model) => {
  const output = tf.tidy(() => logits(weightsOf(model), model, batch));
  const values = Array.from(output.dataSync());
  output.dispose();
  return values;
};

const off = (one: readonly number[], other: readonly number[]) =>
  Math.max(...one.map((value, i) => Math.abs(value - other[i])));

/** Every parameter away from its usual start, so that none is without effect. */
const stirred = (model: Model) =>
  mapParameters(model, (parameter) => ({
    ...parameter,
    value: tf.tidy(() => tf.add(parameter.value, tf.randomUniform(parameter.value.shape, -0.2, 0.2, 'float32', 3))),
  }));

function configOf(family: (typeof FAMILIES)[number], more: object = {}): ModelConfig {
  const own = { family: family.id, layers: 4, hidden_size: 24, heads: 3, ffn_size: 20, max_positions: 32, ...more };
  return family.newConfig(checkConfig(family.architecture, own), { size: 50, pad: 0 });
}

/** The first layer without its middle head and with 7 neurons, the last with two heads. */
function narrow(config: ModelConfig): Structure {
  const names = layerParts(config).map(({ name }) => name);
  return { heads: { [names.at(-1)!]: [0, 1], [names[0]]: [0, 2] }, inner: { [names[0]]: 7 } };
}

const withHeads = FAMILIES.filter(({ heads, isStatic }) => heads.classification && !isStatic);

const MODELS = [
  ...withHeads.map((family) => [family.id, configOf(family)] as const),
  ...withHeads
    .filter(({ architecture }) => keysOf(architecture).has('reversible'))
    .map((family) => [`reversible ${family.id}`, configOf(family, { reversible: true })] as const),
];

describe.each(MODELS)('a %s of fewer heads and neurons', (id, whole) => {
  const config = { ...whole, structure: narrow(whole) };
  let model: Model;
  beforeAll(() => {
    const start = createModel(config, HEAD, 1);
    model = stirred(start);
    disposeModel(start);
  });
  afterAll(() => disposeModel(model));

  it('computes what the whole one computes with zeros in their place', () => {
    const full = denseModel(model);
    expect(full.config).toEqual(whole);
    expect(modelShape(full).parameters).toEqual(shapeOf(whole, HEAD).parameters);
    expect(off(answers(model), answers(full))).toBeLessThan(1e-5);
    disposeModel(full);
  });

  it('has the parameters that are counted, is read as it was written, to the byte, and is drawn', async () => {
    expect(modelShape(model).parameters).toEqual(shapeOf(config, HEAD).parameters);
    const [own, again] = [join(folder, id), join(folder, `${id}-again`)];
    await writeModel(model, own);
    const read = await readModel(own);
    expect(read.config).toEqual(config);
    expect((await readModelShape(own)).config).toEqual(config);
    expect(answers(read)).toEqual(answers(model));
    await writeModel(read, again);
    disposeModel(read);
    for (const file of ['config.json', 'model.safetensors']) {
      expect((await readFile(join(own, file))).equals(await readFile(join(again, file)))).toBe(true);
    }
    const path = join(folder, `${id}.onnx`);
    await exportOnnx(model, path);
    expect(await checkOnnx(path, batch, Float32Array.from(answers(model)))).toBeLessThan(1e-4);
  });

  it('keeps for backward what is counted, computes the same again, and does fewer operations', () => {
    const variables = new Map<string, Variable>();
    for (const [name, { value }] of model.parameters) variables.set(name, tf.variable(value));
    const dropout = { seed: 1, step: 5, rate: 0.2 };
    const lossOf = (gradientCheckpointing: boolean) =>
      loss((name) => variables.get(name)!, model, batch, { dropout, gradientCheckpointing });
    const held = floatsHeld(() => lossOf(false), variables.values());
    const extent = { tokens: 12, sentences: 2, masked: 0, length: 12 };
    const { embeddings, layers, head } = count(config, HEAD, extent);
    const counted = [embeddings, ...layers, head].reduce((sum, { kept }) => sum + kept, 0);
    expect(Math.abs(held / counted - 1)).toBeLessThan(0.05);
    const [kept, again] = [false, true].map((checkpointing) =>
      valueAndGradients(() => lossOf(checkpointing), variables),
    );
    for (const [name, gradient] of again.gradients) {
      expect([name, gradient.dataSync()]).toEqual([name, kept.gradients.get(name)!.dataSync()]);
    }
    tf.dispose([[...variables.values()], [...kept.gradients.values()], [...again.gradients.values()]]);
    expect(operationsPerToken(shapeOf(config, HEAD))).toBeLessThan(operationsPerToken(shapeOf(whole, HEAD)));
  });
});

describe('a structure that cannot be', () => {
  const layer = 'bert.encoder.layer.0';
  it.each([
    [{ layers: [0, 4] }, 'structure.layers is [0,4], expected a list of one or more whole numbers below 4, rising'],
    [{ layers: [1, 0] }, 'rising'],
    [{ heads: { [layer]: [] } }, `structure.heads.${layer} is []`],
    [{ heads: { [layer]: [3] } }, 'whole numbers below 3'],
    [{ heads: { 'bert.pooler': [0] } }, 'expected the name of a layer of the encoder'],
    [{ inner: { [layer]: 21 } }, 'expected a whole number from 1 to 20'],
    [{ width: 3 }, 'expected some of layers, heads, inner, shared, forms'],
  ])('is refused when it is read: %j', async (structure, message) => {
    const model = createModel(configOf(FAMILIES.find(({ id }) => id === 'bert')!), HEAD, 1);
    const own = join(folder, 'wrong');
    await writeModel(model, own);
    const settings = JSON.parse(await readFile(join(own, 'config.json'), 'utf8')) as object;
    await writeFile(join(own, 'config.json'), JSON.stringify({ ...settings, structure }));
    await expect(readModel(own)).rejects.toMatchObject({
      code: 'MODEL_CONFIG_INVALID',
      message: expect.stringContaining(message),
    });
    disposeModel(model);
  });
});
