import { describe, expect, it } from '@jest/globals';
import { compressModel, createContext, fixtures } from '#compression';
import { checkConfig } from '#contracts';
import { tf } from '#engine';
import { type Model, disposeModel, modelShape, weightFileBytes } from '#models';
import { errorsByBits } from './apply.js';
import { MixedPrecisionConfig } from './config.js';
import plugin from './index.js';

const withFixture = fixtures();
const NAME = 'bert.encoder.layer.0.output.dense.weight';

const configOf = (plain: object) => checkConfig(MixedPrecisionConfig, { group_size: 16, ...plain });

const bitsOf = (model: Model) =>
  [...model.parameters.values()]
    .filter(({ name, role }) => role === 'linear' && name.includes('.layer.'))
    .map(({ encoding, value }) => [encoding!.grid!.bits, value.size]);

describe('mixed-precision', () => {
  it.each(['fisher', 'hessian'])(
    'keeps within its average of bits, with different ones for matrices: %s',
    (sensitivity) =>
      withFixture(async (fixture) => {
        const context = createContext({ seed: 1, dataset: fixture.dataset });
        const { model, estimate } = await compressModel(
          plugin,
          fixture.model,
          configOf({ bits: 4, sensitivity, ...(sensitivity === 'fisher' ? { sentences: 16 } : { probes: 4 }) }),
          context,
        );
        const bits = bitsOf(model);
        const size = bits.reduce((sum, [, own]) => sum + own, 0);
        const mean = bits.reduce((sum, [own, count]) => sum + own * count, 0) / size;
        expect(mean).toBeLessThanOrEqual(4);
        expect(mean).toBeGreaterThan(3.8);
        expect(new Set(bits.map(([own]) => own)).size).toBeGreaterThan(1);
        expect(weightFileBytes(modelShape(model))).toBeLessThanOrEqual(1.01 * estimate.bytes.after);
        disposeModel(model);
      }),
  );

  it('counts errors by what they matter: half the sum of squares times the information', () =>
    withFixture(async ({ model }) => {
      const parameter = model.parameters.get(NAME)!;
      const plain = errorsByBits(parameter, configOf({}));
      const twice = tf.fill(parameter.value.shape, 2);
      const weighted = errorsByBits(parameter, configOf({}), twice);
      twice.dispose();
      expect(plain).toHaveLength(7);
      for (let i = 1; i < plain.length; i++) expect(plain[i]).toBeLessThan(plain[i - 1]);
      // A bit more halves the step, and quarters the squared error
      expect(plain[4] / plain[5]).toBeGreaterThan(3.5);
      expect(plain[4] / plain[5]).toBeLessThan(4.7);
      weighted.forEach((error, i) => expect(error / plain[i]).toBeCloseTo(2, 4));
    }));
});

describe('MixedPrecisionConfig', () => {
  it.each([
    [{ least_bits: 5, most_bits: 4 }, 'is more than most_bits'],
    [{ bits: 3, least_bits: 4 }, '3 is less than least_bits, 4'],
  ])('refuses %j', (plain, message) => {
    expect(() => configOf(plain)).toThrow(message);
  });

  it('says which keys have no effect', () => {
    const keysOf = (plain: object) =>
      configOf(plain)
        .withoutEffect()
        .map(({ key }) => key);
    expect(keysOf({ sensitivity: 'none', sentences: 5, granularity: 'channel' })).toEqual(['sentences', 'group_size']);
    expect(keysOf({ sensitivity: 'hessian', sentences: 5, probes: 4 })).toEqual(['sentences']);
    expect(keysOf({ probes: 4 })).toEqual(['probes']);
  });
});
