import { afterAll, describe, expect, it } from '@jest/globals';
import { tf, type Variable } from '#engine';
import { evaluateModel } from '#evaluation';
import { disposeModel } from '#models';
import { finetuneConfig, tinyTraining } from './fixtures/tiny-training.js';
import { type KeptPoint, keptWeights } from './kept-weights.js';
import { train } from './train.js';

const { dataset, tuning, dispose } = await tinyTraining();
afterAll(dispose);

describe('kept weights', () => {
  it('are those of the highest ranks, and their mean results', () => {
    const before = tf.memory().numTensors;
    const weights = new Map<string, Variable>([['w', tf.variable(tf.tensor1d([0, 0]))]]);
    const kept = keptWeights(2, weights);
    const points: KeptPoint[] = [];
    for (const [rank, values] of [
      [3, [1, 2]],
      [1, [50, 60]],
      [1, [70, 80]],
      [2, [3, 8]],
    ] as const) {
      weights.get('w')!.assign(tf.tensor1d([...values]));
      kept.offer(points, rank);
    }
    expect(points.map(({ rank }) => rank)).toEqual([3, 2]);
    kept.restoreMean(points);
    expect([...weights.get('w')!.dataSync()]).toEqual([2, 5]);
    kept.dispose();
    weights.get('w')!.dispose();
    expect(tf.memory().numTensors).toBeLessThanOrEqual(before + 5);
  });

  it('are none where there is no place', () => {
    const kept = keptWeights(0, new Map());
    const points: KeptPoint[] = [];
    kept.offer(points, 1);
    kept.restoreMean(points);
    expect(points).toEqual([]);
  });
});

const settings = { learning_rate: 2e-2, schedule: 'constant', warmup: 0, evaluations: 1, dropout: 0 } as const;
const result = async (epochs: number, more: object) => {
  const { model, history } = await train(tuning({ config: finetuneConfig({ epochs }, { ...settings, ...more }) }));
  const weight = [...model.parameters.get('classifier.weight')!.value.dataSync()];
  const { measures } = await evaluateModel(model, dataset, 'dev');
  disposeModel(model);
  return { weight, accuracy: measures[0].value, dev: history.flatMap(({ dev }) => dev?.value ?? []) };
};

describe('the mean of checkpoints', () => {
  it('is that of the last evaluations, and is measured', async () => {
    const [second, third] = [await result(2, {}), await result(3, {})];
    const mean = await result(3, { average_checkpoints: 2 });
    const expected = second.weight.map((value, i) => expect.closeTo((value + third.weight[i]) / 2, 6));
    expect(mean.weight).toEqual(expected);
    expect(mean.dev).toEqual([...third.dev, mean.accuracy]);
  });

  it('of the best is never worse than the best', async () => {
    const best = await result(4, { keep: 'best' });
    const mean = await result(4, { keep: 'best', average_checkpoints: 3 });
    expect(mean.accuracy).toBeGreaterThanOrEqual(best.accuracy!);
    expect(mean.dev.at(-1)).toBe(mean.accuracy);
  });
});
