import { describe, expect, it } from '@jest/globals';
import { compressModel, createContext, fixtures, scaleChannels, type Fixture } from '#compression';
import { checkConfig } from '#contracts';
import { type Tensor2D, tf } from '#engine';
import { FAMILIES, channelPaths } from '#families';
import { type Model, createModel, disposeModel, modelShape, quantizeParameter } from '#models';
import { SmoothQuantConfig } from './config.js';
import plugin from './index.js';

const withFixture = fixtures();
const AT = 'roberta_prelayernorm.encoder.layer.1.intermediate';

/** A model whose norms come before the sub-layers, and some of whose channels are a hundred times the others, as large language
 * models have them; what it computes does not show it. */
function withOutliers({ dataset }: Fixture): Model {
  const family = FAMILIES.find(({ id }) => id === 'roberta-prelayernorm')!;
  const sizes = { layers: 2, hidden_size: 24, heads: 3, ffn_size: 32, max_positions: 64 };
  const architecture = checkConfig(family.architecture, { family: family.id, ...sizes });
  const config = family.newConfig(architecture, { size: dataset.vocabSize, pad: dataset.special.pad });
  const plain = createModel(config, { kind: 'classification', labels: ['0', '1'] }, 1, dataset.tokenizer);
  const factors = channelPaths(config, plain.head).map(
    (path) => [path, Float32Array.from({ length: 24 }, (_, i) => (i === 7 ? 0.01 : 1))] as const,
  );
  const loud = scaleChannels(plain, new Map(factors.filter(([{ source }]) => source.kind === 'norm')));
  disposeModel(plain);
  return loud;
}

async function smoothed<T>(model: Model, { dataset }: Fixture, plain: object, look: (model: Model) => T | Promise<T>) {
  const config = checkConfig(SmoothQuantConfig, { sentences: 32, ...plain });
  const result = await compressModel(plugin, model, config, createContext({ seed: 1, dataset }));
  try {
    return await look(result.model);
  } finally {
    disposeModel(result.model);
  }
}

/** What comes into a linear layer, [rows, in]. */
async function inputsOf(model: Model, { dataset }: Fixture, layer: string): Promise<Tensor2D> {
  const seen: Tensor2D[] = [];
  const context = createContext({ seed: 1, dataset });
  await context.observe(model, 1, { inputs: (name, x) => void (name === layer && seen.push(tf.keep(tf.clone(x)))) });
  return seen[0];
}

/** To bytes by one scale for the tensor, as runtimes round inputs. */
const bytesOf = (x: Tensor2D) => {
  const scale = tf.div(tf.max(tf.abs(x)), 127);
  return tf.mul(tf.round(tf.div(x, scale)), scale) as Tensor2D;
};

/** The mean squared error of products of bytes, as a share of the squares of what is right. */
const byteError = (x: Tensor2D, rounded: Tensor2D, right: Tensor2D) =>
  tf.tidy(() => {
    const error = tf.squaredDifference(tf.matMul(bytesOf(x), rounded, false, true), right);
    return tf.div(tf.mean(error), tf.mean(tf.square(right))).dataSync()[0];
  });

describe('smoothquant', () => {
  it('lets inputs and weights be rounded to bytes with a small part of the error', () =>
    withFixture(async (fixture) => {
      const loud = withOutliers(fixture);
      const name = `${AT}.dense.weight`;
      const weightOf = (model: Model) => model.parameters.get(name)!.value as Tensor2D;
      const grid = { bits: 8, granularity: 'channel', symmetric: true } as const;
      const plain = quantizeParameter(loud.parameters.get(name)!, grid).value as Tensor2D;
      const inputs = await inputsOf(loud, fixture, `${AT}.dense`);
      const right = tf.matMul(inputs, weightOf(loud), false, true) as Tensor2D;
      const before = byteError(inputs, plain, right);
      // No other weight is rounded, so that outputs would be the same
      const after = await smoothed(loud, fixture, { range: 'min-max', include: [name] }, async (model) => {
        const own = await inputsOf(model, fixture, `${AT}.dense`);
        const error = byteError(own, weightOf(model), right);
        own.dispose();
        return error;
      });
      expect(before).toBeGreaterThan(1e-2);
      expect(after).toBeLessThan(before / 100);
      tf.dispose([inputs, right, plain]);
      disposeModel(loud);
    }));

  it('smooths values where norms follow the sub-layers, and makes the files of uniform-quantization', () =>
    withFixture(async (fixture) => {
      const value = 'bert.encoder.layer.0.attention.self.value.weight';
      await smoothed(fixture.model, fixture, {}, (model) => {
        for (const { name, role, encoding } of model.parameters.values()) {
          const bits = ['linear', 'embedding'].includes(role) ? 8 : undefined;
          expect([name, encoding?.grid?.bits]).toEqual([name, bits]);
        }
        const norm = (of: Model) => tf.tidy(() => tf.norm(of.parameters.get(value)!.value).dataSync()[0]);
        expect(Math.abs(norm(model) / norm(fixture.model) - 1)).toBeGreaterThan(0.05);
      });
    }));

  it('refuses weights whose inputs have no scale of their own', () =>
    withFixture(async ({ model }) => {
      const config = checkConfig(SmoothQuantConfig, { include: ['embeddings', '*.intermediate.dense.weight'] });
      expect(() => plugin.plan(modelShape(model), config)).toThrow('use uniform-quantization');
    }));
});
