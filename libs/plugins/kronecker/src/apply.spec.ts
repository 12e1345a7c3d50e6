import { describe, expect, it } from '@jest/globals';
import { compressModel, createContext, fixtures } from '#compression';
import { checkConfig } from '#contracts';
import { type Tensor2D, tf } from '#engine';
import {
  type Model,
  denseModel,
  disposeModel,
  kroneckerProduct,
  mapParameters,
  operationsPerToken,
  modelShape,
} from '#models';
import { KroneckerConfig } from './config.js';
import plugin from './index.js';

const withFixture = fixtures();
const LAYER = 'bert.encoder.layer.0.intermediate.dense';

const factored = (model: Model, plain: object) =>
  compressModel(plugin, model, checkConfig(KroneckerConfig, plain), createContext({ seed: 1 }));

const weightOf = (model: Model, name = LAYER) => model.parameters.get(`${name}.weight`)!.value as Tensor2D;

describe('kronecker', () => {
  it('finds again a matrix that is such a product, and keeps the bias', () =>
    withFixture(async ({ model }) => {
      const product = tf.tidy(() => {
        const [left, right] = [
          tf.randomNormal([4, 2], 0, 1, 'float32', 1),
          tf.randomNormal([24, 24], 0, 1, 'float32', 2),
        ];
        return kroneckerProduct(left as Tensor2D, right as Tensor2D);
      });
      const own = mapParameters(model, (parameter) =>
        parameter.name === `${LAYER}.weight` ? { ...parameter, value: product } : parameter,
      );
      const { model: result } = await factored(own, { share: 0.125, include: [`${LAYER}.weight`] });
      expect(result.config.structure!.forms).toEqual({ [LAYER]: { kind: 'kronecker', left: [4, 2] } });
      const dense = denseModel(result);
      const off = tf.tidy(() => tf.max(tf.abs(tf.sub(weightOf(dense), product))).dataSync()[0]);
      expect(off).toBeLessThan(1e-4);
      expect(result.parameters.get(`${LAYER}.bias`)!.value.dataSync()).toEqual(
        model.parameters.get(`${LAYER}.bias`)!.value.dataSync(),
      );
      [own, result, dense].forEach(disposeModel);
    }));

  it('counts weights and operations', () =>
    withFixture(async ({ model }) => {
      const { model: result, estimate } = await factored(model, { left: [2, 2] });
      expect(weightOf(result, `${LAYER}.left`).shape).toEqual([2, 2]);
      expect(weightOf(result, `${LAYER}.right`).shape).toEqual([48, 24]);
      // X [2, 24] of 48 x 48: B X' takes 2 · 24 · 24, A the rest 24 · 2 · 2; of 96 x 48 and 48 x 96 alike, the cheaper order
      const square = 2 * 24 * 24 + 24 * 2 * 2;
      const up = 24 * 2 * 2 + 2 * 48 * 24;
      const down = 2 * 24 * 48 + 24 * 2 * 2;
      const saved = 2 * (4 * (48 * 48 - square) + 2 * 48 * 96 - up - down);
      expect(estimate.operations.before - estimate.operations.after).toBe(saved);
      expect(operationsPerToken(modelShape(result))).toBe(estimate.operations.after);
      disposeModel(result);
    }));

  it('is refused where no factor divides a matrix, for heads and neurons afterwards, and a second time', () =>
    withFixture(async ({ model }) => {
      await expect(factored(model, { left: [5, 5] })).rejects.toMatchObject({ code: 'PLUGIN_REFUSED' });
      const { model: once } = await factored(model, { share: 0.5 });
      await expect(factored(once, { share: 0.25 })).rejects.toMatchObject({ code: 'PLUGIN_REFUSED' });
      disposeModel(once);
    }));
});

describe('KroneckerConfig', () => {
  it.each([
    [{}, 'give one of share and left'],
    [{ share: 0.2, left: [2, 2] }, 'give share or left, not both'],
    [{ left: [2] }, 'give two numbers'],
    [{ share: 0.9 }, 'share: 0.9 is not'],
  ])('refuses %j', (plain, message) => {
    expect(() => checkConfig(KroneckerConfig, plain)).toThrow(message);
  });
});
