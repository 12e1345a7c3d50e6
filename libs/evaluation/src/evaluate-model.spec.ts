import { afterAll, describe, expect, it } from '@jest/globals';
import { GLUE_TASKS } from '#metrics';
import { disposeModel, type Model, withHead } from '#models';
import { type Dataset, GLUE_FILES } from '#text';
import { measuresOf } from '#fit';
import { evaluateModel } from './evaluate-model.js';
import { tinyDataset, tinyModel } from './fixtures/tiny.js';
import { maskedLoss } from './masked-loss.js';
import { predict } from './predict.js';

const dataset = await tinyDataset();
const model = tinyModel(dataset);
afterAll(() => disposeModel(model));

describe('evaluation', () => {
  it('of a classifier has the loss and the accuracy of its own predictions', async () => {
    const classifier = withHead(model, { kind: 'classification', labels: ['0', '1'] }, 3);
    const { loss, measures, predictions } = await evaluateModel(classifier, dataset, 'dev');
    const { logits, answers } = predictions!;
    const labels = [...(dataset.splits.dev!.labels ?? [])];
    const probability = labels.map((label, row) => {
      const [a, b] = [Math.exp(logits[2 * row]), Math.exp(logits[2 * row + 1])];
      return (label === 0 ? a : b) / (a + b);
    });
    expect(loss).toBeCloseTo(-probability.reduce((sum, p) => sum + Math.log(p), 0) / labels.length, 5);
    expect(measures).toHaveLength(1);
    const right = labels.filter((label, row) => answers[row] === label).length / labels.length;
    expect(measures[0]).toMatchObject({ name: 'accuracy', value: right });
    disposeModel(classifier);
  });

  it('of a regression model has the mean squared error', async () => {
    const scorer = withHead(model, { kind: 'regression' }, 3);
    const { dev } = dataset.splits;
    const labels = Float32Array.from({ length: dev!.sentences }, (_, i) => i % 5);
    const scores = { ...dataset, objective: 'regression' as const, task: undefined, labels: undefined };
    const { loss, measures, predictions } = await evaluateModel(
      scorer,
      { ...scores, splits: { dev: { ...dev!, labels } } },
      'dev',
    );
    const error = labels.reduce((sum, label, i) => sum + (predictions!.answers[i] - label) ** 2, 0) / labels.length;
    expect(loss).toBeCloseTo(error, 4);
    expect(measures.map(({ name }) => name)).toEqual(['pearson', 'spearman']);
    disposeModel(scorer);
  });

  it('of an untrained masked LM has a perplexity near the size of the vocabulary, the same each time', async () => {
    const language = withHead(model, { kind: 'masked-lm' }, 3);
    const text: Dataset = { ...dataset, objective: 'language-modelling', task: undefined, labels: undefined };
    const { loss, perplexity } = await evaluateModel(language, text, 'dev');
    expect(perplexity).toBeCloseTo(Math.exp(loss), 8);
    expect(perplexity! / dataset.vocabSize).toBeCloseTo(1, 1);
    expect((await evaluateModel(language, text, 'dev')).loss).toBe(loss);
    expect(await maskedLoss(language, dataset, 'dev')).toBe(loss);
    await expect(evaluateModel(language, dataset, 'dev')).rejects.toMatchObject({ code: 'MODEL_WRONG_HEAD' });
    disposeModel(language);
  });

  it('of a classifier whose classes have other names, or another order, is that of its classes', async () => {
    const own = withHead(model, { kind: 'classification', labels: ['0', '1'] }, 3);
    const { loss, measures, predictions } = await evaluateModel(own, dataset, 'dev');
    const named: Model = { ...own, head: { kind: 'classification', labels: ['negative', 'positive'] } };
    const warnings: string[] = [];
    const inOrder = await evaluateModel(named, dataset, 'dev', { onWarning: (text) => warnings.push(text) });
    expect(inOrder).toEqual({ loss, measures, predictions });
    expect(warnings).toEqual([expect.stringContaining('0 is negative, 1 is positive')]);
    const turned: Model = { ...own, head: { kind: 'classification', labels: ['1', '0'] } };
    const swapped = await predict(turned, dataset, 'dev');
    expect([...swapped.answers]).toEqual([...predictions!.answers].map((answer) => 1 - answer));
    expect(swapped.logits[0]).toBe(predictions!.logits[1]);
    const mapped = await predict(named, dataset, 'dev', { labels: { 0: 'positive', 1: 'negative' } });
    expect(mapped).toEqual(swapped);
    disposeModel(own);
  });

  it('refuses other classes, a split without labels or that is not there, and a model without a head', async () => {
    const other = withHead(model, { kind: 'classification', labels: ['a', 'b', 'c'] }, 3);
    await expect(evaluateModel(other, dataset, 'dev')).rejects.toMatchObject({ code: 'MODEL_WRONG_HEAD' });
    disposeModel(other);
    const own = withHead(model, { kind: 'classification', labels: ['0', '1'] }, 3);
    const dev = { ...dataset.splits.dev!, labels: undefined };
    const unlabelled = { ...dataset, splits: { dev } };
    await expect(evaluateModel(own, unlabelled, 'dev')).rejects.toMatchObject({ code: 'DATA_NO_LABELS' });
    expect((await predict(own, unlabelled, 'dev')).answers).toHaveLength(80);
    await expect(evaluateModel(own, dataset, 'test')).rejects.toMatchObject({ code: 'DATA_NO_SPLIT' });
    await expect(predict(model, dataset, 'dev')).rejects.toMatchObject({ code: 'MODEL_WRONG_HEAD' });
    disposeModel(own);
  });
});

describe('the tasks of GLUE', () => {
  it('have files and measures, with the same labels', () => {
    expect(Object.keys(GLUE_FILES).sort()).toEqual(GLUE_TASKS.map(({ id }) => `glue/${id}`).sort());
    for (const { id, labels, measures } of GLUE_TASKS) {
      const task = GLUE_FILES[`glue/${id}`];
      expect(task.labels).toEqual(labels ?? 'scores');
      expect(measuresOf({ ...dataset, task: task.name })).toEqual(measures);
    }
  });

  // ClassLabel names of the data set nyu-mll/glue
  it.each([
    ['cola', ['unacceptable', 'acceptable']],
    ['sst2', ['negative', 'positive']],
    ['mrpc', ['not_equivalent', 'equivalent']],
    ['qqp', ['not_duplicate', 'duplicate']],
    ['mnli', ['entailment', 'neutral', 'contradiction']],
    ['qnli', ['entailment', 'not_entailment']],
    ['rte', ['entailment', 'not_entailment']],
    ['wnli', ['not_entailment', 'entailment']],
  ])('have classes called as the hub calls them: %s', (id, names) => {
    const task = GLUE_FILES[`glue/${id}`];
    expect(task.names ?? task.labels).toEqual(names);
  });
});
