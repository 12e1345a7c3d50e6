import { describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RecordingContext, compressModel, createContext, fixtures } from '#compression';
import { checkConfig } from '#contracts';
import { random, tf } from '#engine';
import {
  countNonZeros,
  type Model,
  disposeModel,
  mapParameters,
  modelShape,
  readModel,
  readModelShape,
  weightFileBytes,
  writeModel,
} from '#models';
import { DeepCompressionConfig } from './config.js';
import plugin from './index.js';

const withFixture = fixtures();

/** Compresses and gives what `look` sees in the result, and the bytes that were planned. */
async function compressed<T>(
  model: Model,
  plain: object,
  look: (model: Model, planned: number) => T | Promise<T>,
  context: RecordingContext = createContext({ seed: 1 }),
): Promise<T> {
  const config = checkConfig(DeepCompressionConfig, plain);
  const result = await compressModel(plugin, model, config, context);
  try {
    return await look(result.model, result.estimate.bytes.after);
  } finally {
    disposeModel(result.model);
  }
}

/** Gives `use` the folder of a model. */
async function written<T>(model: Model, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'tlc-deep-'));
  try {
    await writeModel(model, folder);
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const inLayers = (model: Model) =>
  [...model.parameters.values()].filter(({ name, role }) => role === 'linear' && name.includes('.encoder.'));

const entropy = (shares: readonly number[]) =>
  shares.reduce((sum, share) => sum - (share > 0 ? share * Math.log2(share) : 0), 0);

describe('deep-compression', () => {
  it('prunes exactly the share of the layers’ weights, and the others share 2^bits values', () =>
    withFixture(({ model }) =>
      compressed(model, { sparsity: 0.7, bits: 3 }, (result) => {
        const layers = inLayers(result);
        // 2 layers of 4 x 48 x 48 and 2 x 48 x 96
        const nonZeros = layers.reduce((sum, parameter) => sum + countNonZeros(parameter), 0);
        expect(nonZeros).toBe(36_864 - Math.round(0.7 * 36_864));
        for (const { value, role, encoding } of result.parameters.values()) {
          const isMatrix = role === 'linear' || role === 'embedding';
          expect(encoding?.codebook?.coding).toBe(isMatrix ? 'huffman' : undefined);
          if (isMatrix) expect(new Set(value.dataSync()).size).toBeLessThanOrEqual(9);
        }
      }),
    ));

  it.each([0.3, 0.6, 0.9])(
    'sparsity %d: has a file of just the bytes that are counted, no more than planned',
    (sparsity) =>
      withFixture(({ model }) =>
        compressed(model, { sparsity, bits: 4 }, (result, planned) =>
          written(result, async (folder) => {
            const { size } = await stat(join(folder, 'model.safetensors'));
            expect(weightFileBytes(modelShape(result))).toBe(size);
            expect(weightFileBytes(await readModelShape(folder))).toBe(size);
            expect(size).toBeLessThanOrEqual(planned);
            expect(planned / size).toBeLessThan(1.15);
            const read = await readModel(folder);
            for (const { name, value, encoding } of result.parameters.values()) {
              const back = read.parameters.get(name)!;
              expect(Buffer.from(back.value.dataSync()).equals(Buffer.from(value.dataSync()))).toBe(true);
              expect(back.encoding).toEqual(encoding);
            }
            disposeModel(read);
          }),
        ),
      ),
  );

  it('takes the bits that information theory asks for, within 2 %', () =>
    withFixture(async ({ model }) => {
      // Weights at random, large enough that the tables of codes do not count
      const name = 'bert.embeddings.word_embeddings.weight';
      const { shape } = model.parameters.get(name)!.value;
      const own = mapParameters(model, (parameter) =>
        parameter.name === name
          ? { ...parameter, value: tf.tensor(random(3).normals(shape[0] * shape[1]!, 1), shape) }
          : parameter,
      );
      const plain = { sparsity: 0.8, bits: 4, prune: [name], include: [name] };
      await compressed(own, plain, (result) => {
        const { value } = result.parameters.get(name)!;
        const { streams, nonZeros } = modelShape(result).parameters.find((parameter) => parameter.name === name)!;
        const counts = new Map<number, number>();
        for (const each of value.dataSync()) if (each !== 0) counts.set(each, (counts.get(each) ?? 0) + 1);
        const codes = nonZeros! * entropy([...counts.values()].map((count) => count / nonZeros!));
        const places = value.size * entropy([0.2, 0.8]);
        expect((8 * (streams!.codes + streams!.gaps!)) / (codes + places)).toBeLessThan(1.02);
        expect((8 * (streams!.codes + streams!.gaps!)) / (codes + places)).toBeGreaterThan(0.98);
      });
      disposeModel(own);
    }));

  it('fine-tunes after pruning and after sharing, each with half of the limit', () =>
    withFixture(async ({ model, dataset }) => {
      const phases = new Set<string>();
      const context = createContext({ seed: 1, dataset, onProgress: ({ phase = '' }) => void phases.add(phase) });
      const config = { sparsity: 0.6, bits: 3, finetune: { stop: { steps: 6 }, learning_rate: 1e-3 } };
      const nonZeros = (result: Model) =>
        inLayers(result).reduce((sum, parameter) => sum + countNonZeros(parameter), 0);
      expect(await compressed(model, config, nonZeros, context)).toBe(36_864 - Math.round(0.6 * 36_864));
      expect([...phases]).toEqual(['sparsity 60.0 %', 'fitting codebooks', 'training centroids']);
      expect(context.history.at(-1)!.step).toBe(6);
    }));

  it('wants data to fine-tune on, and none without fine-tuning', () =>
    withFixture(async ({ model }) => {
      const config = { finetune: { stop: { epochs: 1 } } };
      await expect(compressed(model, config, () => undefined)).rejects.toMatchObject({
        code: 'PIPELINE_MISSING_INPUT',
      });
    }));
});
