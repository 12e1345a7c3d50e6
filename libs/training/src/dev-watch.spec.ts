import { afterAll, describe, expect, it } from '@jest/globals';
import { evaluateModel } from '#evaluation';
import { disposeModel } from '#models';
import { finetuneConfig, freed, tinyTraining } from './fixtures/tiny-training.js';
import { train } from './train.js';

const { dataset, tuning, dispose } = await tinyTraining();
afterAll(dispose);

describe('the dev split', () => {
  it('ends training when patience is over', async () => {
    const config = finetuneConfig({ epochs: 50, patience: 2 }, { learning_rate: 0, evaluations: 1 });
    const { history } = await freed(tuning({ config }));
    expect(history.filter((point) => point.dev)).toHaveLength(3);
    expect(history.at(-1)?.step).toBe(45);
  });

  it('chooses the best weights, if asked for', async () => {
    const config = finetuneConfig({ epochs: 3 }, { learning_rate: 2e-2, keep: 'best', evaluations: 3 });
    const { model: best, history } = await train(tuning({ config }));
    const measured = history.flatMap((point) => (point.dev ? [point.dev.value] : []));
    expect(measured).toHaveLength(9);
    const { measures } = await evaluateModel(best, dataset, 'dev');
    expect(measures[0]).toMatchObject({ name: 'accuracy', value: Math.max(...measured) });
    disposeModel(best);
  });
});
