import { describe, expect, it } from '@jest/globals';
import { type CompressionEstimate, compressModel, createContext, fixtures } from '#compression';
import { checkConfig } from '#contracts';
import { type Tensor2D, svd, tf } from '#engine';
import { type Model, denseModel, disposeModel, mapParameters, modelShape, weightFileBytes } from '#models';
import { LowRankConfig } from './config.js';
import plugin from './index.js';

const withFixture = fixtures();
const LAYER = 'bert.encoder.layer.0.intermediate.dense';

/** Factorizes and gives what `look` sees in the result. */
async function factored<T>(
  model: Model,
  plain: object,
  look: (model: Model, estimate: CompressionEstimate) => T,
): Promise<T> {
  const config = checkConfig(LowRankConfig, plain);
  const { model: result, estimate } = await compressModel(plugin, model, config, createContext({ seed: 1 }));
  const seen = look(result, estimate);
  disposeModel(result);
  return seen;
}

const weightOf = (model: Model, name = LAYER) => model.parameters.get(`${name}.weight`)!.value as Tensor2D;

const squares = (x: Tensor2D) => tf.tidy(() => tf.sum(tf.square(x)).dataSync()[0]);

describe('low-rank', () => {
  it.each([1, 5, 20])('leaves the error that theory says at rank %i: the squares of the values left out', (rank) =>
    withFixture(async ({ model }) => {
      const { u, s, v } = svd(weightOf(model));
      const values = Array.from(s.dataSync());
      tf.dispose([u, s, v]);
      const error = await factored(model, { rank }, (result) => {
        const dense = denseModel(result);
        const off = squares(tf.tidy(() => tf.sub(weightOf(dense), weightOf(model))));
        disposeModel(dense);
        return off;
      });
      const expected = values.slice(rank).reduce((sum, value) => sum + value ** 2, 0);
      expect(error / expected).toBeCloseTo(1, 3);
    }),
  );

  it('finds again a matrix that has this rank', () =>
    withFixture(async ({ model }) => {
      const low = tf.tidy(() => {
        const [left, right] = [
          tf.randomNormal([96, 4], 0, 1, 'float32', 1),
          tf.randomNormal([4, 48], 0, 1, 'float32', 2),
        ];
        return tf.matMul(left, right);
      });
      const own = mapParameters(model, (parameter) =>
        parameter.name === `${LAYER}.weight` ? { ...parameter, value: low } : parameter,
      );
      await factored(own, { energy: 0.99999, include: [`${LAYER}.weight`] }, (result) => {
        expect(result.config.structure!.forms).toEqual({ [LAYER]: { kind: 'low-rank', rank: 4 } });
        const dense = denseModel(result);
        expect(squares(tf.tidy(() => tf.sub(weightOf(dense), low))) / squares(low as Tensor2D)).toBeLessThan(1e-8);
        disposeModel(dense);
      });
      disposeModel(own);
    }));

  it('keeps the share of weights, or of energy, that it is asked for, and plans the largest that may result', () =>
    withFixture(async ({ model }) => {
      await factored(model, { share: 0.5 }, (result) => {
        // 0.5 x 96 x 48 / (96 + 48), and of 48 x 48
        expect(result.config.structure!.forms![LAYER]).toEqual({ kind: 'low-rank', rank: 16 });
        expect(weightOf(result, `${LAYER}.left`).shape).toEqual([16, 48]);
        expect(weightOf(result, `${LAYER}.right`).shape).toEqual([96, 16]);
        expect(result.parameters.get(`${LAYER}.right.bias`)!.value.dataSync()).toEqual(
          model.parameters.get(`${LAYER}.bias`)!.value.dataSync(),
        );
      });
      await factored(model, { energy: 0.5 }, (result, { bytes }) => {
        const forms = Object.values(result.config.structure!.forms!);
        expect(new Set(forms.map((form) => form.kind === 'low-rank' && form.rank)).size).toBeGreaterThan(1);
        expect(weightFileBytes(modelShape(result))).toBeLessThan(bytes.after);
      });
    }));

  it('saves operations, which are counted', () =>
    withFixture(async ({ model }) => {
      await factored(model, { rank: 8 }, (_, { operations }) => {
        // Two layers: 4 matrices 48 x 48 and 2 of 48 x 96
        const saved = 2 * (4 * (48 * 48 - 8 * 96) + 2 * (48 * 96 - 8 * 144));
        expect(operations.before - operations.after).toBe(saved);
      });
    }));

  it('leaves layers that would not get smaller, and is refused where none does, or where the layer is in the head', () =>
    withFixture(async ({ model }) => {
      const nothing = () => undefined;
      // Below 24 a matrix of 48 x 48 gets smaller, below 32 one of 48 x 96
      await factored(model, { rank: 24 }, (result) => {
        expect(Object.keys(result.config.structure!.forms!)).toHaveLength(4);
      });
      await expect(factored(model, { rank: 32 }, nothing)).rejects.toMatchObject({
        code: 'PLUGIN_REFUSED',
        message: expect.stringContaining('below a rank of m n / (m + n)'),
      });
      await expect(factored(model, { rank: 2, include: ['head'] }, nothing)).rejects.toMatchObject({
        code: 'PLUGIN_REFUSED',
      });
    }));

  it('warns that zeros are lost, and does nothing twice', () =>
    withFixture(async ({ model }) => {
      const sparse = mapParameters(model, (parameter) =>
        parameter.role === 'linear'
          ? { ...parameter, value: tf.clone(parameter.value), encoding: { sparse: true } }
          : parameter,
      );
      const warnings = await factored(sparse, { rank: 2 }, (_, estimate) => estimate.warnings);
      expect(warnings).toEqual([expect.stringContaining('which undoes pruning')]);
      disposeModel(sparse);
      const config = checkConfig(LowRankConfig, { rank: 8 });
      const once = await compressModel(plugin, model, config, createContext({ seed: 1 }));
      await expect(factored(once.model, { rank: 4 }, () => undefined)).rejects.toMatchObject({
        code: 'PLUGIN_REFUSED',
      });
      disposeModel(once.model);
    }));
});

describe('LowRankConfig', () => {
  it.each([
    [{}, 'give one of rank, share and energy'],
    [{ rank: 4, energy: 0.9 }, 'give one of rank and energy, not both'],
    [{ share: 2 }, 'share: 2 is not'],
  ])('refuses %j', (plain, message) => {
    expect(() => checkConfig(LowRankConfig, plain)).toThrow(message);
  });
});
