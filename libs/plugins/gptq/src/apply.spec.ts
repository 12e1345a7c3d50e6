import { describe, expect, it } from '@jest/globals';
import { compressModel, createContext, estimateCompression, fixtures } from '#compression';
import { checkConfig } from '#contracts';
import { type Model, disposeModel, modelShape, quantizeParameter } from '#models';
import type { Dataset } from '#text';
import { GptqConfig } from './config.js';
import plugin from './index.js';

const withFixture = fixtures();
const GRID = { bits: 3, granularity: 'group', group_size: 16 } as const;

async function quantized<T>(model: Model, dataset: Dataset, plain: object, look: (model: Model) => T) {
  const config = checkConfig(GptqConfig, plain);
  const result = await compressModel(plugin, model, config, createContext({ seed: 1, dataset }));
  const seen = look(result.model);
  disposeModel(result.model);
  return { seen, estimate: result.estimate };
}

/** The data set with the first sentence of its train split alone, so many times. */
function oneSentence(dataset: Dataset, times: number): Dataset {
  const { ids, starts, labels, ...rest } = dataset.splits.train!;
  const own = Array.from(ids.slice(0, starts[1]));
  const train = {
    ...rest,
    sentences: times,
    tokens: times * own.length,
    ids: Int32Array.from(Array.from({ length: times }, () => own).flat()),
    starts: Int32Array.from({ length: times + 1 }, (_, i) => i * own.length),
    labels: new Int32Array(times).fill(labels![0]),
  };
  return { ...dataset, splits: { ...dataset.splits, train: train as typeof rest & typeof train } };
}

describe('gptq', () => {
  it('rounds embeddings, pooler and head to nearest, the layers otherwise, and leaves norms and biases', () =>
    withFixture(async ({ model, dataset }) => {
      await quantized(model, dataset, { ...GRID, range: 'min-max', sentences: 64 }, ({ parameters }) => {
        for (const { name, role, value, encoding } of parameters.values()) {
          const before = model.parameters.get(name)!;
          const isMatrix = role === 'linear' || role === 'embedding';
          expect([name, encoding?.grid?.bits]).toEqual([name, isMatrix ? 3 : undefined]);
          if (!isMatrix) {
            expect(value.dataSync()).toEqual(before.value.dataSync());
            continue;
          }
          const options = { bits: 3, granularity: 'group', groupSize: 16, symmetric: true } as const;
          const nearest = quantizeParameter(before, options);
          const isNearest = String(value.dataSync()) === String(nearest.value.dataSync());
          expect([name, isNearest]).toEqual([name, !name.includes('.encoder.')]);
          nearest.value.dispose();
        }
      });
    }));

  it('makes the file that uniform-quantization makes, by the same plan', () =>
    withFixture(async ({ model }) => {
      const uniform = (await import('#methods')).planOfGrids;
      const config = checkConfig(GptqConfig, GRID);
      const shape = modelShape(model);
      expect(estimateCompression(plugin, shape, config).shape).toEqual(uniform(shape, config).shape);
    }));

  it('takes a data set of one sentence, again and again', () =>
    withFixture(async ({ model, dataset }) => {
      const { seen } = await quantized(model, oneSentence(dataset, 40), GRID, ({ parameters }) =>
        [...parameters.values()].every(({ value }) => value.dataSync().every(Number.isFinite)),
      );
      expect(seen).toBe(true);
    }));

  it('names the first layer whose inputs depend on each other, where nothing is added to the diagonal', () =>
    withFixture(async ({ model, dataset }) => {
      const run = quantized(model, oneSentence(dataset, 1), { ...GRID, dampening: 0 }, () => undefined);
      await expect(run).rejects.toMatchObject({
        code: 'ENGINE_NOT_POSITIVE_DEFINITE',
        message: expect.stringContaining('bert.encoder.layer.0.attention.self.query, with 0 of their mean'),
      });
    }));
});
