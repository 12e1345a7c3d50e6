import { afterAll, describe, expect, it } from '@jest/globals';
import { evaluateModel } from '#evaluation';
import { disposeModel, type Model, withHead } from '#models';
import { bits, finetuneConfig, tinyTraining } from './fixtures/tiny-training.js';
import { trainedHead } from './trained-head.js';
import { train } from './train.js';
import type { TrainingRequest } from './training.js';

const { dataset, model, tuning, dispose } = await tinyTraining();
const tuned = withHead(model, { kind: 'classification', labels: ['0', '1'] }, 3);
afterAll(() => {
  dispose();
  disposeModel(tuned);
});

/** The same model with other names of its classes. */
const named = (...labels: string[]): Model => ({ ...tuned, head: { kind: 'classification', labels } });

describe('the head of a model that others fine-tuned', () => {
  it('is kept: training goes on from it as from one with the labels of the data set', async () => {
    const config = finetuneConfig({ steps: 6 });
    const own = await bits(tuning({ model: tuned, config }));
    expect(await bits(tuning({ model: named('negative', 'positive'), config }))).toBe(own);
    expect(await bits(tuning({ model: tuned, config: { ...config, head: 'new' } }))).not.toBe(own);
  });

  it('keeps its names and their order, whatever the order of the data set’s', async () => {
    const config = finetuneConfig({ steps: 30 }, { learning_rate: 3e-3 });
    const labels = { 0: 'b', 1: 'a' };
    const { model: result } = await train(tuning({ model: named('a', 'b'), config: { ...config, labels } }));
    expect(result.head).toEqual({ kind: 'classification', labels: ['a', 'b'] });
    const score = async (mapping: Record<string, string>) =>
      (await evaluateModel(result, dataset, 'train', { labels: mapping })).loss;
    expect(await score(labels)).toBeLessThan(await score({ 0: 'a', 1: 'b' }));
    disposeModel(result);
  });

  const decided = (request: Partial<TrainingRequest>) => {
    const warnings: string[] = [];
    return { ...trainedHead(tuning({ ...request, onWarning: (text) => warnings.push(text) })), warnings };
  };

  it('is replaced with a warning where it has other classes, and without one where that is the point', () => {
    const fresh = { kind: 'classification', labels: ['0', '1'] };
    const other = decided({ model: named('a', 'b', 'c') });
    expect(other).toEqual({ head: fresh, warnings: [expect.stringContaining('3 classes (a, b, c)')] });
    const regression = decided({ model: { ...tuned, head: { kind: 'regression' } } });
    expect(regression.warnings).toEqual([expect.stringContaining('a new head for classification')]);
    const embeddings = { kind: 'embeddings', pooling: ['mean'], normalize: true } as const;
    for (const head of [{ kind: 'none' }, { kind: 'masked-lm' }, embeddings] as const) {
      expect(decided({ model: { ...tuned, head } })).toEqual({ head: fresh, warnings: [] });
    }
    const asked = finetuneConfig({ steps: 1 }, { head: 'new' });
    expect(decided({ model: named('a', 'b', 'c'), config: asked })).toEqual({ head: fresh, warnings: [] });
    const language = decided({ model: tuned, objective: 'masked-lm' });
    expect(language).toEqual({ head: { kind: 'masked-lm' }, warnings: [expect.stringContaining('masked-lm')] });
  });

  it('is never replaced by a compression method', () => {
    for (const own of [named('a', 'b', 'c'), { ...tuned, head: { kind: 'masked-lm' as const } }]) {
      expect(() => decided({ model: own, phase: 'compress' })).toThrow(
        expect.objectContaining({ code: 'MODEL_WRONG_HEAD' }),
      );
    }
    expect(decided({ model: named('NEG', 'POS'), phase: 'compress' }).head).toEqual(named('NEG', 'POS').head);
  });
});
