import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { disposeModel, type Model, readModel, withHead } from '#models';
import { type Dataset, encodeTask, findTask, openTokenizer } from '#text';
import { evaluateModel } from './evaluate-model.js';
import { predict } from './predict.js';
import { writePredictions } from './predictions.js';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const known = JSON.parse(readFileSync(at('fixtures/similarity.json'), 'utf8')) as {
  readonly rows: readonly (readonly [string, string, number])[];
  readonly cosines: readonly number[];
  readonly pearson: number;
  readonly spearman: number;
};

describe('an embeddings model, measured on pairs with scores', () => {
  let folder: string;
  let model: Model;
  let dataset: Dataset;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tlc-similarity-'));
    const lines = known.rows.map((row) => row.join('\t'));
    await writeFile(join(folder, 'dev.tsv'), ['sentence1\tsentence2\tscore', ...lines].join('\n'));
    await writeFile(
      join(folder, 'test.tsv'),
      ['sentence1\tsentence2', ...lines.map((line) => line.replace(/\t[^\t]*$/, ''))].join('\n'),
    );
    model = await readModel(at('../../families/src/families/bert/fixtures/sentences'));
    const task = { ...findTask('glue/stsb'), apart: true };
    dataset = await encodeTask(openTokenizer(model.tokenizer!, 'the model'), task, folder, { maxLength: 12 });
  });
  afterAll(async () => {
    disposeModel(model);
    await rm(folder, { recursive: true });
  });

  it('has the cosines and correlations of sentence-transformers', async () => {
    const { measures, predictions, loss } = await evaluateModel(model, dataset, 'dev');
    expect(predictions!.answers).toHaveLength(known.rows.length);
    known.cosines.forEach((cosine, pair) => expect(predictions!.answers[pair]).toBeCloseTo(cosine, 6));
    expect(measures.map(({ name }) => name)).toEqual(['spearman', 'pearson']);
    expect(measures[0].value).toBeCloseTo(known.spearman, 10);
    expect(measures[1].value).toBeCloseTo(known.pearson, 5);
    const errors = known.rows.map(([, , score], pair) => (known.cosines[pair] - score / 5) ** 2);
    expect(loss).toBeCloseTo(errors.reduce((a, b) => a + b) / errors.length, 6);
  });

  it('gives a submission scores from 0 to 5', async () => {
    const predictions = await predict(model, dataset, 'test');
    await writePredictions(folder, dataset, { submission: true, split: 'test' }, predictions);
    const rows = readFileSync(join(folder, 'STS-B.tsv'), 'utf8').trimEnd().split('\n').slice(1);
    rows.forEach((row, pair) => expect(Number(row.split('\t')[1])).toBeCloseTo(5 * known.cosines[pair], 2));
  });

  it('is not mistaken for a model of pairs, nor one of pairs for it', async () => {
    const together = await encodeTask(openTokenizer(model.tokenizer!, 'the model'), findTask('glue/stsb'), folder, {
      maxLength: 24,
    });
    await expect(predict(model, together, 'dev')).rejects.toMatchObject({
      code: 'MODEL_WRONG_HEAD',
      message: expect.stringContaining('pairs: apart'),
    });
    const regression = withHead(model, { kind: 'regression' }, 1);
    await expect(predict(regression, dataset, 'dev')).rejects.toMatchObject({
      code: 'MODEL_WRONG_HEAD',
      message: expect.stringContaining('pairs: apart'),
    });
    disposeModel(regression);
  });
});
