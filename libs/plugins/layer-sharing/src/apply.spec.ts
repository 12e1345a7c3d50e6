import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { compressModel, createContext, cutModel, fixtures, softLoss } from '#compression';
import { checkConfig } from '#contracts';
import { type Tensor2D, tf } from '#engine';
import { FAMILIES } from '#families';
import {
  type Model,
  createModel,
  denseModel,
  disposeModel,
  layerParts,
  logits,
  modelShape,
  parameterCount,
  readModel,
  shapeOf,
  weightsOf,
  writeModel,
} from '#models';
import { type Dataset, batchOf, fileOrder } from '#text';
import { LayerSharingConfig } from './config.js';
import { groupsOf } from './groups.js';
import plugin from './index.js';

const withFixture = fixtures();
const [FIRST, SECOND] = ['bert.encoder.layer.0', 'bert.encoder.layer.1'];
const WEIGHT = 'attention.self.query.weight';

const made = async (model: Model, plain: object, dataset?: Dataset) => {
  const context = createContext({ seed: 1, ...(dataset && { dataset }) });
  return (await compressModel(plugin, model, checkConfig(LayerSharingConfig, plain), context)).model;
};

const answers = (model: Model, { splits: { train } }: Dataset): Tensor2D =>
  tf.tidy(() => logits(weightsOf(model), model, batchOf(train!, fileOrder(train!))));

const off = (one: Model, other: Model, dataset: Dataset): number =>
  tf.tidy(() => tf.max(tf.abs(tf.sub(answers(one, dataset), answers(other, dataset)))).dataSync()[0]);

const valuesOf = (model: Model, layer: string) => [...model.parameters.get(`${layer}.${WEIGHT}`)!.value.dataSync()];

describe('layer-sharing', () => {
  it('of layers that are alike changes nothing but by rounding', () =>
    withFixture(async ({ model, dataset }) => {
      const parameters = [...model.parameters.values()].map((parameter) => {
        const { name } = parameter;
        const source = name.startsWith(`${SECOND}.`) ? FIRST + name.slice(SECOND.length) : name;
        return [name, { ...parameter, value: model.parameters.get(source)!.value.clone() }] as const;
      });
      const alike = { ...model, parameters: new Map(parameters) };
      for (const from of ['mean', 'first']) {
        const after = await made(alike, { from });
        expect(off(after, alike, dataset)).toBeLessThan(1e-5);
        disposeModel(after);
      }
      disposeModel(alike);
    }));

  it('holds the mean or the first once, in files and as they are read again; dense it is what it computes', () =>
    withFixture(async ({ model, dataset }) => {
      const [one, two] = [FIRST, SECOND].map((layer) => valuesOf(model, layer));
      const first = await made(model, { from: 'first' });
      expect(valuesOf(first, FIRST)).toEqual(one);
      const mean = await made(model, {});
      valuesOf(mean, FIRST).forEach((value, i) => expect(value).toBeCloseTo((one[i] + two[i]) / 2, 6));
      expect(mean.parameters.has(`${SECOND}.${WEIGHT}`)).toBe(false);
      const own = parameterCount(shapeOf(model.config, { kind: 'none' }));
      const layer = [...model.parameters.values()].filter(({ name }) => name.startsWith(`${SECOND}.`));
      const gone = layer.reduce((sum, { value }) => sum + value.size, 0);
      expect(parameterCount(shapeOf(mean.config, { kind: 'none' }))).toBe(own - gone);
      const folder = await mkdtemp(join(tmpdir(), 'tlc-sharing-'));
      try {
        await writeModel(mean, folder);
        const read = await readModel(folder);
        expect(read.config).toEqual(mean.config);
        expect(off(read, mean, dataset)).toBe(0);
        disposeModel(read);
      } finally {
        await rm(folder, { recursive: true, maxRetries: 20 });
      }
      const dense = denseModel(mean);
      expect(modelShape(dense).parameters).toEqual(shapeOf(model.config, model.head).parameters);
      expect(off(dense, mean, dataset)).toBeLessThan(1e-5);
      // Heads are removed from all layers of a group at once
      const cut = cutModel(mean, { heads: { [FIRST]: [0, 2] } });
      expect(layerParts(cut.config).map(({ name, heads }) => [name, heads])).toEqual([
        [FIRST, 2],
        [FIRST, 2],
      ]);
      expect(() => cutModel(mean, { layers: [0] })).toThrow(expect.objectContaining({ code: 'PLUGIN_REFUSED' }));
      [first, mean, dense, cut].forEach(disposeModel);
    }));

  it('learns to answer as the model did', () =>
    withFixture(async ({ model, dataset }) => {
      const before = tf.memory().numTensors;
      const learning = { learning_rate: 1e-3, dropout: 0 };
      const config = (steps: number) => ({ share: 1, finetune: { ...learning, stop: { steps } } });
      const [early, late] = [await made(model, config(1), dataset), await made(model, config(40), dataset)];
      const distance = (student: Model) =>
        tf.tidy(() => softLoss(answers(student, dataset), answers(model, dataset), 2).dataSync()[0]);
      expect(distance(late)).toBeLessThan(0.5 * distance(early));
      [early, late].forEach(disposeModel);
      expect(tf.memory().numTensors).toBe(before);
    }));

  it('is refused for as many groups as layers, a second time, and for layers that compute otherwise', () =>
    withFixture(async ({ model, dataset }) => {
      await expect(made(model, { groups: 2 })).rejects.toMatchObject({ code: 'PLUGIN_REFUSED' });
      const once = await made(model, {});
      await expect(made(once, {})).rejects.toMatchObject({ code: 'PLUGIN_REFUSED' });
      disposeModel(once);
      // Every third layer of it sees the whole text
      const family = FAMILIES.find(({ id }) => id === 'modernbert')!;
      const sizes = { family: 'modernbert', layers: 4, hidden_size: 24, heads: 3, max_positions: 64 };
      const config = family.newConfig(checkConfig(family.architecture, sizes), { size: dataset.vocabSize, pad: 0 });
      const start = createModel(config, model.head, 1, dataset.tokenizer);
      await expect(made(start, {})).rejects.toMatchObject({
        code: 'PLUGIN_REFUSED',
        message: expect.stringContaining('computes otherwise'),
      });
      disposeModel(start);
    }));
});

it('groups follow one another, or take turns', () => {
  expect(groupsOf(6, { groups: 2, pattern: 'sequence' })).toEqual([0, 0, 0, 1, 1, 1]);
  expect(groupsOf(6, { groups: 3, pattern: 'cycle' })).toEqual([0, 1, 2, 0, 1, 2]);
  expect(groupsOf(5, { groups: 2, pattern: 'sequence' })).toEqual([0, 0, 0, 1, 1]);
});
