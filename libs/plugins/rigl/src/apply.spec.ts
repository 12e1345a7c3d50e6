import { describe, expect, it } from '@jest/globals';
import { compressModel, createContext, fixtures } from '#compression';
import { checkConfig } from '#contracts';
import { type Model, countNonZeros, disposeModel, modelShape, sizeOf } from '#models';
import { RiglConfig } from './config.js';
import { startingCuts } from './distribution.js';
import plugin from './index.js';

const withFixture = fixtures();

const configOf = (plain: object) => checkConfig(RiglConfig, { sparsity: 0.6, every: 2, ...plain });

const run = async (start: Model, plain: object, dataset: Parameters<typeof createContext>[0]['dataset']) => {
  const context = createContext({ seed: 1, dataset });
  return (await compressModel(plugin, start, configOf(plain), context)).model;
};

const places = ({ parameters }: Model, name: string) =>
  Array.from(parameters.get(name)!.value.dataSync(), (weight) => weight !== 0);

const NAME = 'bert.encoder.layer.1.output.dense.weight';
const finetune = { stop: { steps: 12 }, learning_rate: 1e-3 };

describe('rigl', () => {
  it.each(['erk', 'uniform'])('keeps as many connections of each matrix as %s says, through all exchanges', (way) =>
    withFixture(async ({ model, dataset }) => {
      const plain = { distribution: way, finetune };
      const sparse = await run(model, plain, dataset);
      for (const { names, sparsity } of startingCuts(modelShape(model), configOf(plain))) {
        const parameter = sparse.parameters.get(names[0])!;
        const size = sizeOf(parameter.value.shape);
        expect(countNonZeros(parameter)).toBe(size - Math.round(size * sparsity));
      }
      disposeModel(sparse);
    }),
  );

  it('exchanges connections, and trains those that came from zero', () =>
    withFixture(async ({ model, dataset }) => {
      const [still, moving] = [
        await run(model, { fraction: 0, finetune }, dataset),
        await run(model, { fraction: 0.3, finetune }, dataset),
      ];
      const [before, after] = [places(still, NAME), places(moving, NAME)];
      const values = moving.parameters.get(NAME)!.value.dataSync();
      const old = model.parameters.get(NAME)!.value.dataSync();
      const came = after.flatMap((is, i) => (is && !before[i] ? [i] : []));
      expect(came.length / after.length).toBeGreaterThan(0.02);
      // No more than so many updates at the learning rate took them away from zero
      const furthest = Math.max(...came.map((i) => Math.abs(values[i])));
      expect(furthest).toBeLessThan(12 * 1e-3 * 1.5);
      expect(came.some((i) => Math.abs(old[i] - values[i]) > 1e-3)).toBe(true);
      [still, moving].forEach(disposeModel);
    }));

  it('gives nothing back that was zero before', () =>
    withFixture(async ({ model, dataset }) => {
      const sparse = await run(model, { sparsity: 0.3, fraction: 0, finetune }, dataset);
      const [was, again] = [places(sparse, NAME), await run(sparse, { sparsity: 0.4, finetune }, dataset)];
      const now = places(again, NAME);
      expect(now.every((is, i) => !is || was[i])).toBe(true);
      [sparse, again].forEach(disposeModel);
    }));
});
