import { describe, expect, it } from '@jest/globals';
import { checkConfig } from '#contracts';
import { tf } from '#engine';
import { type RecordingContext, compressModel, createContext, fixtures } from '#compression';
import { countNonZeros, type Model, type Parameter, disposeModel, mapParameters, quantizeParameter } from '#models';
import { MagnitudePruningConfig } from './config.js';
import plugin from './index.js';

const withFixture = fixtures();

/** Prunes and gives what `look` sees in the result. */
async function pruned<T>(
  model: Model,
  plain: object,
  look: (model: Model) => T,
  context: RecordingContext = createContext({ seed: 1 }),
): Promise<T> {
  const result = await compressModel(plugin, model, checkConfig(MagnitudePruningConfig, plain), context);
  const seen = look(result.model);
  disposeModel(result.model);
  return seen;
}

const linear = (model: Model) =>
  [...model.parameters.values()].filter(({ name, role }) => role === 'linear' && name.includes('.encoder.'));

const zerosOf = (parameter: Parameter) => parameter.value.size - countNonZeros(parameter);

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

describe('magnitude-pruning', () => {
  it('makes exactly the share of all weights of the layers zero, the smallest ones, and leaves the others', () =>
    withFixture(async ({ model }) => {
      const [total, zeros] = await pruned(model, { sparsity: 0.7 }, (result) => {
        const values = linear(result).flatMap(({ value }) => Array.from(value.dataSync()));
        const before = linear(model).flatMap(({ value }) => Array.from(value.dataSync()));
        const removed = before.filter((_, i) => values[i] === 0).map(Math.abs);
        const kept = before.filter((_, i) => values[i] !== 0).map(Math.abs);
        expect(removed.reduce((a, b) => Math.max(a, b))).toBeLessThan(kept.reduce((a, b) => Math.min(a, b)));
        expect(values.every((value, i) => value === 0 || value === before[i])).toBe(true);
        return [values.length, removed.length];
      });
      // 2 layers of 4 x 48 x 48 and 2 x 48 x 96
      expect(total).toBe(36_864);
      expect(zeros).toBe(Math.round(0.7 * 36_864));
    }));

  it('makes that share of every tensor zero with scope tensor, and prunes what it is asked to', () =>
    withFixture(async ({ model }) => {
      const config = {
        sparsity: 0.7,
        scope: 'tensor',
        include: ['layers', 'embeddings', '*.pooler.*'],
        skip: ['*.query.*'],
      };
      await pruned(model, config, (result) => {
        for (const parameter of result.parameters.values()) {
          const { name, role } = parameter;
          const isMatrix = role === 'linear' || role === 'embedding';
          const is = isMatrix && !name.startsWith('classifier') && !name.includes('.query.');
          if (is) expect(zerosOf(parameter)).toBe(Math.round(0.7 * parameter.value.size));
          expect(parameter.encoding).toEqual(is ? { sparse: true } : undefined);
        }
      });
    }));

  it.each(['4x1', '1x4', '16x16'])('removes whole blocks of %s, and as many as the plan says', (block) =>
    withFixture(async ({ model }) => {
      const [rows, columns] = block.split('x').map(Number);
      const zeros = await pruned(model, { sparsity: 0.5, block }, (result) => {
        const own = linear(result);
        for (const parameter of own) {
          const [, width] = parameter.value.shape;
          const values = parameter.value.dataSync();
          const left = new Map<string, number>();
          values.forEach((value, i) => {
            const place = `${Math.floor(i / width! / rows)} ${Math.floor((i % width!) / columns)}`;
            left.set(place, (left.get(place) ?? 0) + (value === 0 ? 0 : 1));
          });
          expect(new Set(left.values())).toEqual(new Set([0, rows * columns]));
        }
        return sum(own.map(zerosOf));
      });
      expect(zeros).toBe(36_864 / 2);
    }),
  );

  it('leaves two of each four inputs, the largest', () =>
    withFixture(async ({ model }) => {
      await pruned(model, { pattern: '2:4' }, (result) => {
        for (const { name, value } of linear(result)) {
          const before = model.parameters.get(name)!.value.dataSync();
          const values = Array.from(value.dataSync());
          for (let i = 0; i < values.length; i += 4) {
            const own = [i, i + 1, i + 2, i + 3];
            const largest = own.toSorted((a, b) => Math.abs(before[b]) - Math.abs(before[a])).slice(0, 2);
            expect(own.filter((at) => values[at] !== 0)).toEqual(largest.sort((a, b) => a - b));
          }
        }
      });
    }));

  it('gives the weights that rates name a sparsity of their own', () =>
    withFixture(async ({ model }) => {
      const config = { sparsity: 0.7, rates: { '*.attention.*': 0.25, '*.layer.1.attention.*': 0 } };
      await pruned(model, config, (result) => {
        const others = linear(result).filter(({ name }) => !name.includes('.attention.'));
        expect(sum(others.map(zerosOf))).toBe(Math.round(0.7 * 4 * 48 * 96));
        for (const parameter of linear(result).filter(({ name }) => name.includes('.attention.'))) {
          expect(zerosOf(parameter)).toBe(parameter.name.includes('.layer.1.') ? 0 : (48 * 48) / 4);
        }
      });
    }));

  it('fine-tunes between the steps of sparsity, and ends with the exact share', () =>
    withFixture(async ({ model, dataset }) => {
      const phases = new Set<string>();
      const onProgress = ({ phase = '' }) => void phases.add(phase);
      const context = createContext({ seed: 1, dataset, onProgress });
      const config = { sparsity: 0.8, steps: 3, finetune: { stop: { steps: 7 }, learning_rate: 1e-3 } };
      await pruned(
        model,
        config,
        (result) => {
          expect(sum(linear(result).map(zerosOf))).toBe(Math.round(0.8 * 36_864));
          const bias = 'bert.encoder.layer.0.output.dense.bias';
          expect(result.parameters.get(bias)!.value.dataSync()).not.toEqual(
            model.parameters.get(bias)!.value.dataSync(),
          );
        },
        context,
      );
      // 0.8 (1 - (2/3)^3), 0.8 (1 - (1/3)^3), 0.8
      expect([...phases]).toEqual(['sparsity 56.3 %', 'sparsity 77.0 %', 'sparsity 80.0 %']);
      expect(context.history.at(-1)!.step).toBe(7);
    }));

  it('wants data to fine-tune on, and none without fine-tuning', () =>
    withFixture(async ({ model }) => {
      const config = { sparsity: 0.5, steps: 2, finetune: { stop: { epochs: 1 } } };
      await expect(pruned(model, config, () => undefined)).rejects.toMatchObject({ code: 'PIPELINE_MISSING_INPUT' });
    }));

  it('keeps the grid of a quantized model', () =>
    withFixture(async ({ model }) => {
      const quantized = mapParameters(model, (parameter) =>
        parameter.role === 'linear'
          ? quantizeParameter(parameter, { bits: 4, granularity: 'channel', symmetric: true })
          : parameter,
      );
      await pruned(quantized, { sparsity: 0.6, scope: 'tensor' }, (result) => {
        for (const parameter of linear(result)) {
          const { grid } = quantized.parameters.get(parameter.name)!.encoding!;
          expect(parameter.encoding).toEqual({ sparse: true, grid });
          expect(zerosOf(parameter)).toBe(Math.round(0.6 * parameter.value.size));
        }
      });
      disposeModel(quantized);
    }));

  it('stores a tensor dense where zeros do not pay for the bits that say where they are', () =>
    withFixture(async ({ model }) => {
      const name = 'bert.encoder.layer.0.output.dense.weight';
      const uneven = mapParameters(model, (parameter) =>
        parameter.name === name ? { ...parameter, value: tf.fill(parameter.value.shape, 1) } : parameter,
      );
      const encodings = await pruned(uneven, { sparsity: 0.5 }, ({ parameters }) =>
        [...parameters.values()].filter(({ encoding }) => encoding).map((parameter) => parameter.name),
      );
      expect(encodings).toHaveLength(linear(model).length - 1);
      expect(encodings).not.toContain(name);
      disposeModel(uneven);
    }));
});
