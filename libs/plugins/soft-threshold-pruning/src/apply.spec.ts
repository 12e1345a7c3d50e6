import { describe, expect, it } from '@jest/globals';
import { compressModel, createContext, fixtures } from '#compression';
import { checkConfig } from '#contracts';
import { type Model, countNonZeros, disposeModel } from '#models';
import { SoftThresholdPruningConfig } from './config.js';
import plugin from './index.js';

const withFixture = fixtures();

const zerosOf = ({ parameters }: Model): number[] =>
  [...parameters.values()]
    .filter(({ name, role }) => role === 'linear' && name.includes('.layer.'))
    .map((parameter) => parameter.value.size - countNonZeros(parameter));

const pruned = <T>(plain: object, look: (model: Model, before: Model) => T): Promise<T> =>
  withFixture(async ({ model: start, dataset }) => {
    const config = checkConfig(SoftThresholdPruningConfig, { sparsity: 0.6, every: 2, ...plain });
    const { model } = await compressModel(plugin, start, config, createContext({ seed: 1, dataset }));
    const seen = look(model, start);
    disposeModel(model);
    return seen;
  });

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

describe('soft-threshold-pruning', () => {
  it('ends with the share of zeros that it is asked for', async () => {
    const zeros = await pruned({ finetune: { stop: { steps: 10 }, learning_rate: 1e-3 } }, zerosOf);
    expect(sum(zeros)).toBe(Math.round(0.6 * 36_864));
  });

  it('of weights that do not move takes the smallest, and from the others as much as the largest of these', () =>
    pruned({ finetune: { stop: { steps: 4 }, learning_rate: 0 } }, (model, start) => {
      const name = 'bert.encoder.layer.1.output.dense.weight';
      const [before, after] = [start, model].map((one) => one.parameters.get(name)!.value.dataSync());
      const lost = Array.from(after).flatMap((weight, i) =>
        weight === 0 ? [] : [Math.abs(before[i]) - Math.abs(weight)],
      );
      const gone = Array.from(before).flatMap((weight, i) => (after[i] === 0 ? [Math.abs(weight)] : []));
      const threshold = gone.reduce((most, each) => Math.max(most, each), 0);
      expect(lost.every((each) => Math.abs(each - threshold) < 1e-4)).toBe(true);
    }));

  it('lets training say how much of it each matrix bears', async () => {
    const finetune = { stop: { steps: 10 }, learning_rate: 1e-3 };
    const still = await pruned({ finetune, threshold_rate: 0 }, zerosOf);
    const moved = await pruned({ finetune, threshold_rate: 100 }, zerosOf);
    expect(moved).not.toEqual(still);
    expect(sum(moved)).toBe(sum(still));
  });
});
