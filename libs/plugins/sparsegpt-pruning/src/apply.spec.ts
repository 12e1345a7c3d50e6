import { describe, expect, it } from '@jest/globals';
import { compressModel, createContext, fixtures } from '#compression';
import { checkConfig } from '#contracts';
import { type Model, countNonZeros, disposeModel } from '#models';
import type { Dataset } from '#text';
import { SparseGptPruningConfig } from './config.js';
import plugin from './index.js';

const withFixture = fixtures();

async function pruned<T>(model: Model, dataset: Dataset, plain: object, look: (model: Model) => T) {
  const config = checkConfig(SparseGptPruningConfig, plain);
  const result = await compressModel(plugin, model, config, createContext({ seed: 1, dataset }));
  const seen = look(result.model);
  disposeModel(result.model);
  return { seen, estimate: result.estimate };
}

describe('sparsegpt-pruning', () => {
  it.each([{ sparsity: 0.6 }, { pattern: '2:4' }, { pattern: '4:8' }])(
    'makes as many weights of the layers zero as planned, changes the others, and leaves all else: %p',
    (plain) =>
      withFixture(async ({ model, dataset }) => {
        const { seen, estimate } = await pruned(model, dataset, { ...plain, sentences: 64 }, ({ parameters }) => {
          for (const { name, role, value } of parameters.values()) {
            const before = model.parameters.get(name)!.value.dataSync();
            const inLayers = role === 'linear' && name.includes('.encoder.');
            const kept = value.dataSync().filter((weight, i) => weight !== 0 && weight === before[i]).length;
            expect([name, kept < value.size / 2]).toEqual([name, inLayers]);
          }
          return new Map([...parameters].map(([name, parameter]) => [name, countNonZeros(parameter)]));
        });
        const planned = estimate.shape.parameters.filter(({ nonZeros }) => nonZeros !== undefined);
        expect(planned).toHaveLength(2 * 6);
        for (const { name, nonZeros } of planned) expect([name, seen.get(name)]).toEqual([name, nonZeros]);
      }),
  );

  it('refuses weights whose inputs it does not see', () =>
    withFixture(async ({ model, dataset }) => {
      await expect(pruned(model, dataset, { include: ['layers', 'head'] }, () => undefined)).rejects.toMatchObject({
        code: 'PLUGIN_REFUSED',
        message: expect.stringContaining('bert.pooler.dense.weight'),
      });
    }));

  it('says that a pattern says the sparsity', () => {
    const config = checkConfig(SparseGptPruningConfig, { sparsity: 0.7, pattern: '2:4' });
    expect(config.withoutEffect()).toEqual([expect.objectContaining({ key: 'sparsity' })]);
  });
});
