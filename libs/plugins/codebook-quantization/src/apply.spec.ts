import { describe, expect, it } from '@jest/globals';
import { type RecordingContext, compressModel, createContext, fixtures } from '#compression';
import { checkConfig } from '#contracts';
import { random, tf } from '#engine';
import { type Model, disposeModel, mapParameters, modelShape, weightFileBytes } from '#models';
import { CodebookQuantizationConfig } from './config.js';
import plugin from './index.js';

const withFixture = fixtures();
const WEIGHT = 'bert.pooler.dense.weight';

/** Quantizes and gives what `look` sees in the result. */
async function quantized<T>(
  model: Model,
  plain: object,
  look: (model: Model) => T,
  context: RecordingContext = createContext({ seed: 1 }),
): Promise<T> {
  const config = checkConfig(CodebookQuantizationConfig, plain);
  const result = await compressModel(plugin, model, config, context);
  const seen = look(result.model);
  disposeModel(result.model);
  return seen;
}

/** The model with other values in one weight [48, 48]. */
const withValues = (model: Model, values: Float32Array) =>
  mapParameters(model, (parameter) =>
    parameter.name === WEIGHT ? { ...parameter, value: tf.tensor2d(values.slice(), [48, 48]) } : parameter,
  );

const valuesOf = (model: Model, name = WEIGHT) => model.parameters.get(name)!.value.dataSync<'float32'>().slice();

const different = (values: Float32Array) => new Set(values).size;

const MATRICES = ['linear', 'embedding'];

describe('codebook-quantization', () => {
  it.each([
    ['k-means', { bits: 3, granularity: 'tensor' }, 8],
    ['nf4', { codebook: 'nf4', granularity: 'tensor' }, 16],
    ['ternary', { codebook: 'ternary', granularity: 'tensor' }, 3],
  ])('%s: gives weights the nearest of as many values, and leaves norms and biases', (_, plain, count) =>
    withFixture(async ({ model }) => {
      await quantized(model, plain, ({ parameters }) => {
        for (const { name, role, value, encoding } of parameters.values()) {
          const before = model.parameters.get(name)!.value.dataSync();
          if (!MATRICES.includes(role)) expect([encoding, value.dataSync()]).toEqual([undefined, before]);
          else expect(different(value.dataSync<'float32'>())).toBeLessThanOrEqual(count);
        }
      });
    }),
  );

  // In shares of the variance: the best quantizers of a normal variable, computed from the formulas by SciPy
  it.each([
    ['k-means of 2 bits', { bits: 2 }, 0.117482],
    ['ternary', { codebook: 'ternary' }, 0.190174],
  ])('has the error of theory on normal weights: %s', (_, plain, share) =>
    withFixture(async ({ model }) => {
      const values = random(5).normals(48 * 48, 1);
      const own = withValues(model, values);
      const result = await quantized(own, { ...plain, granularity: 'tensor' }, (done) => valuesOf(done));
      disposeModel(own);
      const squares = values.reduce((sum, value) => sum + value ** 2, 0);
      const error = values.reduce((sum, value, i) => sum + (value - result[i]) ** 2, 0);
      expect(Math.abs(error / squares / share - 1)).toBeLessThan(0.05);
    }),
  );

  it('embeddings may have bits of their own', () =>
    withFixture(({ model }) =>
      quantized(model, { bits: 2, embedding_bits: 5 }, ({ parameters }) => {
        for (const { role, encoding } of parameters.values()) {
          expect(encoding?.codebook?.bits).toBe({ linear: 2, embedding: 5 }[role as string]);
        }
      }),
    ));

  it('keeps the zeros of a sparse model, and stores codes of the others only where that is smaller', () =>
    withFixture(async ({ model }) => {
      const threshold = (name: string) => (name === WEIGHT ? 0.0001 : 0.02);
      const sparse = mapParameters(model, (parameter) => {
        if (parameter.role !== 'linear') return parameter;
        const value = tf.tidy(() => parameter.value.mul(parameter.value.abs().greater(threshold(parameter.name))));
        return { ...parameter, value, encoding: { sparse: true } };
      });
      for (const coding of ['fixed', 'huffman']) {
        await quantized(sparse, { bits: 4, coding, skip: ['classifier.*'] }, ({ parameters }) => {
          for (const { name, role, value, encoding } of parameters.values()) {
            if (role !== 'linear' || name.startsWith('classifier.')) continue;
            const before = sparse.parameters.get(name)!.value.dataSync();
            expect([name, encoding?.sparse ?? false]).toEqual([name, name !== WEIGHT]);
            if (name !== WEIGHT) expect(value.dataSync().every((each, i) => before[i] !== 0 || each === 0)).toBe(true);
          }
        });
      }
      disposeModel(sparse);
    }));

  it('takes fewer bytes by Huffman, and has the same weights', () =>
    withFixture(async ({ model }) => {
      const look = (done: Model) => [weightFileBytes(modelShape(done)), valuesOf(done)] as const;
      const plain = { bits: 4, granularity: 'tensor' };
      const [fixed, values] = await quantized(model, plain, look);
      const [huffman, same] = await quantized(model, { ...plain, coding: 'huffman' }, look);
      expect(huffman).toBeLessThan(0.99 * fixed);
      expect(same).toEqual(values);
    }));

  it('names the weight that 16-bit floats cannot hold, and takes it with 32', () =>
    withFixture(async ({ model }) => {
      const own = withValues(
        model,
        random(1)
          .normals(48 * 48, 0.05)
          .fill(1e6, 7, 8),
      );
      await expect(quantized(own, {}, () => undefined)).rejects.toMatchObject({
        code: 'CODEBOOK_OUT_OF_RANGE',
        message: expect.stringContaining(WEIGHT),
      });
      expect(await quantized(own, { precision: 'float32' }, (done) => valuesOf(done)[7])).toBe(1e6);
      disposeModel(own);
    }));
});

describe('fine-tuning', () => {
  const finetune = { stop: { steps: 6 }, learning_rate: 1e-3 };

  it('moves centroids together with their weights', () =>
    withFixture(async ({ model, dataset }) => {
      const plain = { bits: 2, granularity: 'tensor' };
      const before = await quantized(model, plain, (done) => valuesOf(done));
      const training = { ...plain, finetune, trains: 'centroids' };
      const after = await quantized(model, training, (done) => valuesOf(done), createContext({ seed: 1, dataset }));
      expect(different(after)).toBe(4);
      const moved = new Map(Array.from(before, (value, i) => [value, after[i]]));
      expect(after).toEqual(before.map((value) => moved.get(value)!));
      expect([...moved].every(([old, now]) => old !== now)).toBe(true);
    }));

  it.each(['k-means', 'nf4', 'ternary'])('lets weights choose anew: %s', (codebook) =>
    withFixture(async ({ model, dataset }) => {
      const plain = { codebook, granularity: 'tensor' };
      const before = await quantized(model, plain, (done) => valuesOf(done));
      const context = createContext({ seed: 1, dataset });
      const after = await quantized(model, { ...plain, finetune }, (done) => valuesOf(done), context);
      const pairs = new Set(Array.from(before, (value, i) => `${value} ${after[i]}`));
      expect(different(after)).toBeLessThanOrEqual(16);
      expect(pairs.size).toBeGreaterThan(different(before));
      expect(context.history.at(-1)!.step).toBe(6);
    }),
  );
});
