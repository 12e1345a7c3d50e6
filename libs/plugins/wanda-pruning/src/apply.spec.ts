import { describe, expect, it } from '@jest/globals';
import { compressModel, createContext, fixtures, withoutSentences } from '#compression';
import { checkConfig } from '#contracts';
import { tf } from '#engine';
import { countNonZeros, disposeModel, mapParameters, type Model } from '#models';
import type { Dataset } from '#text';
import { WandaPruningConfig } from './config.js';
import plugin from './index.js';

const withFixture = fixtures();
const DOWN = 'bert.encoder.layer.0.output.dense.weight';

async function pruned<T>(model: Model, dataset: Dataset | undefined, plain: object, look: (model: Model) => T) {
  const config = checkConfig(WandaPruningConfig, plain);
  const result = await compressModel(plugin, model, config, createContext({ seed: 1, dataset }));
  const seen = look(result.model);
  disposeModel(result.model);
  return { seen, estimate: result.estimate };
}

const rowsOf = (model: Model, name: string) => model.parameters.get(name)!.value.arraySync() as number[][];

const zerosIn = (values: readonly number[]) => values.filter((value) => value === 0).length;

describe('wanda-pruning', () => {
  it('makes as many weights of each output of the layers zero, and leaves all else', () =>
    withFixture(async ({ model, dataset }) => {
      await pruned(model, dataset, { sparsity: 0.6, sentences: 64 }, ({ parameters }) => {
        for (const { name, role, value, encoding } of parameters.values()) {
          const before = model.parameters.get(name)!.value;
          if (role !== 'linear' || !name.includes('.encoder.')) {
            expect(value.dataSync()).toEqual(before.dataSync());
            continue;
          }
          const rows = value.arraySync() as number[][];
          expect(new Set(rows.map(zerosIn))).toEqual(new Set([Math.round(0.6 * rows[0].length)]));
          expect(encoding).toEqual({ sparse: true });
        }
      });
    }));

  it('looks at what comes in: another input’s size makes other weights zero', () =>
    withFixture(async ({ model, dataset }) => {
      const name = 'bert.encoder.layer.0.attention.self.query.weight';
      const norm = 'bert.embeddings.LayerNorm';
      const loud = mapParameters(model, (parameter) => {
        if (!parameter.name.startsWith(norm)) return parameter;
        const factors = tf.tensor1d(Array.from({ length: 48 }, (_, i) => (i === 5 ? 1e6 : 1)));
        return { ...parameter, value: tf.tidy(() => tf.mul(parameter.value, factors)) };
      });
      const { seen } = await pruned(loud, dataset, { sparsity: 0.9, sentences: 32 }, (result) => rowsOf(result, name));
      expect(seen.every((row) => row[5] !== 0)).toBe(true);
      disposeModel(loud);
    }));

  it.each([
    ['1:4', 0.25],
    ['2:4', 0.5],
    ['4:8', 0.5],
  ])('keeps %s of the weights, as planned', (pattern, share) =>
    withFixture(async ({ model, dataset }) => {
      const { seen, estimate } = await pruned(model, dataset, { pattern, sentences: 32 }, (result) => ({
        rows: rowsOf(result, DOWN),
        left: countNonZeros(result.parameters.get(DOWN)!),
      }));
      const [kept, of] = pattern.split(':').map(Number);
      for (const row of seen.rows) {
        for (let i = 0; i < row.length; i += of) expect(zerosIn(row.slice(i, i + of))).toBe(of - kept);
      }
      expect(seen.left).toBe(share * 48 * 96);
      expect(estimate.shape.parameters.find(({ name }) => name === DOWN)!.nonZeros).toBe(seen.left);
    }),
  );

  it('refuses weights whose inputs it does not see, a data set without sentences, and a model without data', () =>
    withFixture(async ({ model, dataset }) => {
      const run = (plain: object, data: Dataset | undefined = dataset) => pruned(model, data, plain, () => undefined);
      await expect(run({ include: ['layers', 'embeddings'] })).rejects.toMatchObject({
        code: 'PLUGIN_REFUSED',
        message: expect.stringContaining('is in none of the model’s layers'.replace('’', "'")),
      });
      await expect(run({}, withoutSentences(dataset))).rejects.toMatchObject({ code: 'DATA_NO_SENTENCES' });
      const config = checkConfig(WandaPruningConfig, {});
      await expect(compressModel(plugin, model, config, createContext({ seed: 1 }))).rejects.toMatchObject({
        code: 'PIPELINE_MISSING_INPUT',
      });
    }));
});
