import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { zip } from '#artifacts';
import type { GlueReport } from '#contracts';
import { runAlone } from '#jobs';
import operation from './index.js';

let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'tlc-glue-'));
});
afterAll(() => rm(base, { recursive: true }));

/** A folder as `evaluate` writes it. */
async function evaluated(
  task: string,
  split: string,
  model: string,
  { measures = {}, files = {} }: { measures?: Record<string, number>; files?: Record<string, string> } = {},
): Promise<string> {
  const folder = await mkdtemp(join(base, 'scores-'));
  const scores = {
    model: { artifact: model, parameters: 1, bytes: 1 },
    dataset: { artifact: 'd', task, split },
    measures: Object.entries(measures).map(([name, value]) => ({ name, value, signature: 's' })),
  };
  await writeFile(join(folder, 'scores.json'), JSON.stringify(scores));
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
  return folder;
}

const answers = (...labels: string[]) => `index\tprediction\n${labels.map((label, n) => `${n}\t${label}\n`).join('')}`;

async function result(inputs: Record<string, string[]>, config: object = {}) {
  const output = await mkdtemp(join(base, 'out-'));
  const work = join(base, 'work');
  await mkdir(work, { recursive: true });
  const { summary } = await runAlone(operation, { inputs, config: { ...config }, output, work });
  const report = JSON.parse(await readFile(join(output, 'glue.json'), 'utf8')) as GlueReport;
  return { output, summary, report };
}

/** RTE and MNLI, each by two models, of which the second is the better one for RTE and the first for MNLI. */
async function inputs() {
  const accuracy = (value: number) => ({ measures: { accuracy: value } });
  const file = (name: string, label: string) => ({ files: { [name]: answers(label, 'entailment') } });
  return {
    dev: [
      await evaluated('glue/rte', 'dev', 'rte-1', accuracy(0.5)),
      await evaluated('glue/mnli', 'dev', 'mnli-1', accuracy(0.75)),
      await evaluated('glue/rte', 'dev', 'rte-2', accuracy(0.625)),
      await evaluated('glue/mnli', 'dev', 'mnli-2', accuracy(0.625)),
      await evaluated('glue/mnli', 'dev_mismatched', 'mnli-1', accuracy(0.5)),
      await evaluated('glue/mnli', 'dev_mismatched', 'mnli-2', accuracy(0.5)),
    ],
    test: [
      await evaluated('glue/rte', 'test', 'rte-1', file('RTE.tsv', 'entailment')),
      await evaluated('glue/rte', 'test', 'rte-2', file('RTE.tsv', 'not_entailment')),
      await evaluated('glue/mnli', 'test', 'mnli-1', file('MNLI-m.tsv', 'neutral')),
      await evaluated('glue/mnli', 'test', 'mnli-2', file('MNLI-m.tsv', 'contradiction')),
      await evaluated('glue/mnli', 'test_mismatched', 'mnli-1', file('MNLI-mm.tsv', 'neutral')),
      await evaluated('glue/mnli', 'test_mismatched', 'mnli-2', file('MNLI-mm.tsv', 'contradiction')),
      await evaluated('glue/ax', 'test', 'mnli-1', file('AX.tsv', 'neutral')),
      await evaluated('glue/ax', 'test', 'mnli-2', file('AX.tsv', 'contradiction')),
    ],
  };
}

describe('evaluate.glue', () => {
  it('tables the tasks that it is given, MNLI’s halves as one', async () => {
    const { report, summary } = await result(await inputs());
    expect(report.rows.map(({ task, score }) => [task, score.values])).toEqual([
      ['MNLI', [0.625, 0.5625]],
      ['RTE', [0.5, 0.625]],
    ]);
    expect(report.average.mean).toBe(0.578125);
    expect(report.absent).toEqual(['CoLA', 'SST-2', 'MRPC', 'STS-B', 'QQP', 'QNLI', 'WNLI']);
    expect(summary).toEqual({ tasks: 'MNLI, RTE', average: 0.578125, submitted: 4 });
  });

  it.each([
    ['first', 'entailment', ['mnli-1', 'mnli-1', 'rte-1', 'mnli-1']],
    ['best', 'not_entailment', ['mnli-1', 'mnli-1', 'rte-2', 'mnli-1']],
  ])('zips the answers of the %s model, the diagnostic set by that of MNLI', async (submit, rte, models) => {
    const { report, output } = await result(await inputs(), { submit });
    const expected = zip([
      { name: 'MNLI-m.tsv', text: answers('neutral', 'entailment') },
      { name: 'MNLI-mm.tsv', text: answers('neutral', 'entailment') },
      { name: 'RTE.tsv', text: answers(rte, 'entailment') },
      { name: 'AX.tsv', text: answers('neutral', 'entailment') },
    ]);
    expect(await readFile(join(output, 'submission.zip'))).toEqual(expected);
    expect(report.submission).toMatchObject({ of: submit, archive: 'submission.zip' });
    expect(report.submission!.files.map(({ model, rows }) => [model, rows])).toEqual(models.map((model) => [model, 2]));
    expect(report.submission!.absent).toEqual(
      ['CoLA', 'SST-2', 'MRPC', 'STS-B', 'QQP', 'QNLI', 'WNLI'].map((task) => `${task}.tsv`),
    );
  });

  it('makes the same bytes twice, and no zip without test sets', async () => {
    const given = await inputs();
    const [first, second] = [await result(given), await result(given)];
    const bytes = ({ output }: { output: string }) => readFile(join(output, 'submission.zip'));
    expect(await bytes(first)).toEqual(await bytes(second));
    expect((await result({ dev: given.dev })).report.submission).toBeUndefined();
  });

  it('refuses scores of no task of GLUE, a test set without its file, and one of another model', async () => {
    const { dev, test } = await inputs();
    const incomplete = { code: 'GLUE_INCOMPLETE' };
    const own = await evaluated('mine', 'dev', 'm', { measures: { accuracy: 1 } });
    await expect(result({ dev: [own] })).rejects.toMatchObject(incomplete);
    await expect(result({ dev, test: [dev[0]] })).rejects.toMatchObject(incomplete);
    await expect(result({ dev, test: [test[1]] })).rejects.toMatchObject(incomplete);
    const without = await evaluated('glue/rte', 'test', 'rte-1');
    await expect(result({ dev, test: [without] })).rejects.toThrow(/lacks RTE\.tsv/);
  });
});
