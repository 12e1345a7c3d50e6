import { describe, expect, it } from '@jest/globals';
import { checkConfig } from '#contracts';
import { random, tf } from '#engine';
import { compressModel, createContext, fixtures } from '#compression';
import { type Model, codesOf, disposeModel, mapParameters } from '#models';
import { UniformQuantizationConfig } from './config.js';
import plugin from './index.js';

const withFixture = fixtures();
const WEIGHT = 'bert.pooler.dense.weight';

/** Quantizes and gives what `look` sees in the result. */
async function quantized<T>(model: Model, plain: object, look: (model: Model) => T): Promise<T> {
  const config = checkConfig(UniformQuantizationConfig, plain);
  const result = await compressModel(plugin, model, config, createContext({ seed: 1 }));
  const seen = look(result.model);
  disposeModel(result.model);
  return seen;
}

/** Quantizes the values [out, in] of one weight, as files hold it. */
const quantizedValues = (values: Float32Array, plain: object) =>
  withFixture(async ({ model }) => {
    const own = mapParameters(model, (parameter) =>
      parameter.name === WEIGHT ? { ...parameter, value: tf.tensor2d(values.slice(), [48, 48]) } : parameter,
    );
    const result = await quantized(own, plain, ({ parameters }) => {
      const parameter = parameters.get(WEIGHT)!;
      const grid = parameter.encoding!.grid!;
      return {
        values: parameter.value.dataSync<'float32'>().slice(),
        grid,
        codes: codesOf(parameter.value.dataSync<'float32'>(), [48, 48], grid),
      };
    });
    disposeModel(own);
    return result;
  });

const meanSquaredError = (one: Float32Array, other: Float32Array) =>
  one.reduce((sum, value, i) => sum + (value - other[i]) ** 2, 0) / one.length;

const decibels = (ratio: number) => 10 * Math.log10(ratio);

/** Uniform in [-1, 1), with both ends in the first two places of every row of 48. */
const uniform = () => {
  const numbers = random(3);
  return Float32Array.from({ length: 48 * 48 }, (_, i) => [1, -1][i % 48] ?? 2 * numbers.uniform() - 1);
};

describe('uniform-quantization', () => {
  it('gives the codes and scales that a hand works out, each row having its own', async () => {
    const values = new Float32Array(48 * 48);
    values.set([1.27, -0.5, 0.004, 0.006, -1.27], 0);
    values.set([0.127, -0.05, 0.0004, 0.0006, -0.127], 48);
    values.set([-2.56, 1], 96);
    const { grid, codes } = await quantizedValues(values, { bits: 8, range: 'min-max' });
    // 1.27 / 127, 0.127 / 127, and 2.56 / 128 on the side that has one more code; 1 for a row of zeros
    [0.01, 0.001, 0.02, 1].forEach((scale, row) => expect(grid.scales[row]).toBeCloseTo(scale, 7));
    expect(grid.zeros).toBeUndefined();
    expect(Array.from(codes.subarray(0, 5), (code) => code - 128)).toEqual([127, -50, 0, 1, -127]);
    expect(Array.from(codes.subarray(48, 53), (code) => code - 128)).toEqual([127, -50, 0, 1, -127]);
    expect(Array.from(codes.subarray(96, 98), (code) => code - 128)).toEqual([-128, 50]);
  });

  it('gives the zero points that a hand works out', async () => {
    const values = new Float32Array(48 * 48);
    values.set([-1, 2, 0.4, 0.1], 0);
    const { grid, codes } = await quantizedValues(values, { bits: 4, symmetric: false, range: 'min-max' });
    // 15 steps of 0.2 from -1 to 2
    expect([grid.scales[0], grid.zeros![0]]).toEqual([Math.fround(0.2), 5]);
    expect(Array.from(codes.subarray(0, 4))).toEqual([0, 15, 7, 5]);
  });

  it.each([2, 4, 6, 8])(
    'has the error of an even grid on evenly spread weights: step^2 / 12 at %i bits',
    async (bits) => {
      const values = uniform();
      const { values: rounded } = await quantizedValues(values, { bits, symmetric: false, range: 'min-max' });
      // Bennett 1948; the range [-1, 1] moves by half a step at most, so that zero is on the grid
      const step = 2 / (2 ** bits - 1);
      const error = decibels(meanSquaredError(rounded, values) / (step ** 2 / 12));
      expect(Math.abs(error)).toBeLessThan(bits === 2 ? 2 : 0.7);
    },
  );

  it('finds the grid of least error for normal weights', async () => {
    const values = random(5).normals(48 * 48, 1);
    const errorOf = async (bits: number, range: string) => {
      const plain = { bits, range, granularity: 'tensor', symmetric: true };
      return meanSquaredError((await quantizedValues(values, plain)).values, values);
    };
    const variance = meanSquaredError(values, new Float32Array(values.length));
    // Least error of evenly spaced levels for a normal variable, in shares of its variance: 0.01154 of 16 levels (Max
    // 1960, table II); with zero among them, -8 to 7, 0.01186, and of the four from -2 to 1 0.1494 (by quadrature)
    expect(Math.abs((await errorOf(4, 'mse')) / variance / 0.01186 - 1)).toBeLessThan(0.1);
    expect(Math.abs((await errorOf(2, 'mse')) / variance / 0.1494 - 1)).toBeLessThan(0.1);
    expect(await errorOf(4, 'min-max')).toBeGreaterThan(1.5 * (await errorOf(4, 'mse')));
  });

  it('keeps norms, biases, and what it is told to skip; embeddings may have bits of their own', () =>
    withFixture(async ({ model }) => {
      const plain = { bits: 4, embedding_bits: 8, skip: ['classifier.*', '*.pooler.dense.weight'] };
      await quantized(model, plain, ({ parameters }) => {
        for (const { name, role, value, encoding } of parameters.values()) {
          const skipped = name.startsWith('classifier.') || name === WEIGHT;
          const bits = role === 'embedding' ? 8 : role === 'linear' && !skipped ? 4 : undefined;
          expect([name, encoding?.grid?.bits]).toEqual([name, bits]);
          if (!bits) expect(value.dataSync()).toEqual(model.parameters.get(name)!.value.dataSync());
        }
      });
    }));

  it('keeps the zeros of a sparse model, and stores codes of the others only where that is smaller', () =>
    withFixture(async ({ model }) => {
      const threshold = (name: string) => (name === WEIGHT ? 0.001 : 0.02);
      const sparse = mapParameters(model, (parameter) => {
        if (parameter.role !== 'linear') return parameter;
        const value = tf.tidy(() => parameter.value.mul(parameter.value.abs().greater(threshold(parameter.name))));
        return { ...parameter, value, encoding: { sparse: true } };
      });
      await quantized(sparse, { bits: 4, granularity: 'group', group_size: 32 }, ({ parameters }) => {
        for (const { name, role, value, encoding } of parameters.values()) {
          if (role !== 'linear') continue;
          const before = sparse.parameters.get(name)!.value.dataSync();
          expect(value.dataSync().every((each, i) => before[i] !== 0 || each === 0)).toBe(true);
          expect([name, encoding?.sparse ?? false]).toEqual([name, name !== WEIGHT]);
        }
      });
      disposeModel(sparse);
    }));

  it('refuses a name to skip that no parameter has', () =>
    withFixture(async ({ model }) => {
      await expect(quantized(model, { skip: ['clasifier.weight'] }, () => undefined)).rejects.toMatchObject({
        code: 'CONFIG_WRONG_VALUE',
        message: expect.stringContaining('such as classifier.weight'),
      });
    }));
});
