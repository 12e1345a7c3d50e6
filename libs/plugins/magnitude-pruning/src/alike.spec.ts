import { describe, expect, it } from '@jest/globals';
import { compressModel, createContext, fixtures } from '#compression';
import { FinetuneConfig, checkConfig } from '#contracts';
import { tf } from '#engine';
import { evaluateModel } from '#evaluation';
import { countNonZeros, type Model, disposeModel, mapParameters } from '#models';
import type { Dataset } from '#text';
import { train } from '#training';
import { MagnitudePruningConfig } from './config.js';
import plugin from './index.js';

const withFixture = fixtures();

/** A model that knows its sentences, the weights of whose layers are five times as large as those of pooler and classifier
 * are to begin with, as in a pre-trained model. */
async function trained(start: Model, dataset: Dataset): Promise<Model> {
  const uneven = mapParameters(start, (parameter) =>
    parameter.role === 'linear' && parameter.name.includes('.encoder.')
      ? { ...parameter, value: tf.mul(parameter.value, 5) }
      : parameter,
  );
  const learning = { stop: { steps: 120 }, learning_rate: 1e-3, dropout: 0, evaluations: 0 };
  const config = checkConfig(FinetuneConfig, learning);
  const { model } = await train({ model: uneven, dataset, objective: 'task', config, seed: 1 });
  disposeModel(uneven);
  return model;
}

describe('a global cut', () => {
  it('leaves pooler and head alone, whose small weights it would remove as a whole', () =>
    withFixture(async ({ model: start, dataset: { splits, ...data } }) => {
      // How well the model knows the sentences that it learned
      const dataset = { ...data, splits: { train: splits.train, dev: splits.train } };
      const model = await trained(start, dataset);
      const results = [];
      for (const include of [['layers'], ['layers', 'head']]) {
        const config = checkConfig(MagnitudePruningConfig, { sparsity: 0.6, include });
        const { model: pruned } = await compressModel(plugin, model, config, createContext({ seed: 1 }));
        const { measures } = await evaluateModel(pruned, dataset, 'dev');
        const pooler = pruned.parameters.get('bert.pooler.dense.weight')!;
        results.push({ accuracy: measures[0].value, left: countNonZeros(pooler) / pooler.value.size });
        disposeModel(pruned);
      }
      const [usual, withHead] = results;
      const before = (await evaluateModel(model, dataset, 'dev')).measures[0].value;
      disposeModel(model);
      expect(before).toBeGreaterThan(0.9);
      expect(usual).toEqual({ accuracy: expect.any(Number), left: 1 });
      expect(usual.accuracy).toBeGreaterThan(0.85);
      expect(withHead.left).toBeLessThan(0.05);
      expect(withHead.accuracy).toBeLessThan(0.7);
    }));
});
