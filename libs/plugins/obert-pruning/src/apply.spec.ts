import { describe, expect, it } from '@jest/globals';
import { compressModel, createContext, fixtures } from '#compression';
import { checkConfig } from '#contracts';
import { tf } from '#engine';
import { type Model, countNonZeros, disposeModel, loss, weightsOf } from '#models';
import { type Dataset, batchOf, fileOrder } from '#text';
import { ObertPruningConfig } from './config.js';
import plugin from './index.js';

const withFixture = fixtures();

const run = async (model: Model, dataset: Dataset, plain: object) => {
  const config = checkConfig(ObertPruningConfig, { gradients: 8, batch_sentences: 8, ...plain });
  return (await compressModel(plugin, model, config, createContext({ seed: 1, dataset }))).model;
};

const layers = ({ parameters }: Model) =>
  [...parameters.values()].filter(({ name, role }) => role === 'linear' && name.includes('.encoder.'));

const zeros = (model: Model) =>
  layers(model).reduce((sum, parameter) => sum + parameter.value.size - countNonZeros(parameter), 0);

const lossOf = (model: Model, { splits: { train } }: Dataset) =>
  tf.tidy(() => loss(weightsOf(model), model, batchOf(train!, fileOrder(train!))).dataSync()[0]);

describe('obert-pruning', () => {
  it.each(['global', 'tensor'])('makes the share of the weights zero that it is asked for, scope %s', (scope) =>
    withFixture(async ({ model, dataset }) => {
      const pruned = await run(model, dataset, { sparsity: 0.7, scope });
      expect(zeros(pruned)).toBe(scope === 'global' ? Math.round(0.7 * 36_864) : 8 * 1613 + 4 * 3226);
      disposeModel(pruned);
    }),
  );

  it('raises the loss less than without what makes up for it, in one step', () =>
    withFixture(async ({ model, dataset }) => {
      const before = lossOf(model, dataset);
      const found = new Map<number, number>();
      for (const block of [1, 50]) {
        const pruned = await run(model, dataset, {
          sparsity: 0.6,
          block_size: block,
          gradients: 32,
          batch_sentences: 2,
          dampening: 1e-5,
        });
        found.set(block, lossOf(pruned, dataset) - before);
        disposeModel(pruned);
      }
      expect(Math.abs(found.get(50)!)).toBeLessThan(Math.abs(found.get(1)!));
    }));

  it('with blocks of one weight is optimal brain damage: others stay as they are', () =>
    withFixture(async ({ model, dataset }) => {
      const pruned = await run(model, dataset, { sparsity: 0.5, block_size: 1 });
      for (const { name, value } of layers(pruned)) {
        const before = model.parameters.get(name)!.value.dataSync();
        expect(value.dataSync().every((weight, i) => weight === 0 || weight === before[i])).toBe(true);
      }
      disposeModel(pruned);
    }));

  it('keeps zeros through steps, and fine-tunes between', () =>
    withFixture(async ({ model, dataset }) => {
      const finetune = { stop: { steps: 4 }, learning_rate: 1e-3 };
      const pruned = await run(model, dataset, { sparsity: 0.8, steps: 2, finetune });
      expect(zeros(pruned)).toBe(Math.round(0.8 * 36_864));
      const again = await run(pruned, dataset, { sparsity: 0.85 });
      for (const { name, value } of layers(again)) {
        const was = pruned.parameters.get(name)!.value.dataSync();
        expect(value.dataSync().every((weight, i) => was[i] !== 0 || weight === 0)).toBe(true);
      }
      [pruned, again].forEach(disposeModel);
    }));
});
