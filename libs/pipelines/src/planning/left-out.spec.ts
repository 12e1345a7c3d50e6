import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openFolderStore } from '#artifacts';
import { type Answers, createAnswers } from '../answers.js';

let base: string;
let answers: Answers;

/** Folders as GLUE's, of a header line and a row. */
async function folder(task: string, ...splits: string[]): Promise<void> {
  await mkdir(join(base, 'glue', task), { recursive: true });
  const label = { WNLI: '1', MNLI: 'neutral' }[task] ?? 'entailment';
  const rows = `sentence1\tsentence2\tlabel\nfine\tgood\t${label}\n`;
  for (const split of splits) await writeFile(join(base, 'glue', task, `${split}.tsv`), rows);
}

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'tlc-present-'));
  await folder('RTE', 'train', 'dev', 'test');
  await folder('WNLI', 'train', 'dev', 'test');
  await folder('QNLI', 'dev', 'test');
  await folder('MNLI', 'train', 'dev_matched', 'dev_mismatched', 'test_matched');
  await folder('AX', 'diagnostic');
  await writeFile(join(base, 'text.txt'), 'a good film\n');
  answers = createAnswers(await openFolderStore(join(base, 'home')));
});
afterAll(() => rm(base, { recursive: true, maxRetries: 20 }));

const vocabulary = { do: 'tokenizer.learn', corpus: './text.txt', vocab_size: 60 };
const pretrained = {
  do: 'model.pretrain',
  dataset: 'corpus',
  architecture: { layers: 1, hidden_size: 8, heads: 2 },
  stop: { steps: 1 },
};
const corpus = { do: 'dataset.encode', tokenizer: 'vocabulary', text: './text.txt' };
const data = {
  do: 'dataset.encode',
  when: 'present',
  tokenizer: 'vocabulary',
  task: '${matrix.task.name}',
  from: 'glue/${matrix.task.name}',
  matrix: { task: ['CoLA', 'RTE', 'WNLI', 'QNLI', 'MNLI'].map((name, n) => ({ name, epochs: n + 1 })) },
};
const tuned = {
  do: 'model.finetune',
  model: 'pretrained',
  dataset: 'data',
  seed: '${matrix.seed}',
  matrix: { seed: [1, 2] },
  stop: { epochs: '${matrix.task.epochs}' },
};
const mnli = { do: 'evaluate', model: 'tuned-task-mnli-seed-1', split: 'test' };
const steps = {
  vocabulary,
  corpus,
  pretrained,
  data,
  tuned,
  dev: { do: 'evaluate', model: 'tuned', dataset: 'data', measure: ['accuracy'] },
  ax: { do: 'dataset.encode', when: 'present', tokenizer: 'vocabulary', task: 'AX', from: 'glue/AX' },
  'ax-test': { ...mnli, dataset: 'ax', submission: true, measure: ['bytes'] },
  glue: { do: 'evaluate.glue', dev: 'dev', test: ['ax-test'] },
};
const plan = (own: object, more: object = {}) =>
  answers.plan({
    pipeline: { name: 'glue', steps: own, ...more },
    folder: base,
    fresh: false,
    problem: () => undefined,
  });

describe('a step with `when: present`', () => {
  it('is left out where its files are not there, with the steps that use it, and the plan says why', async () => {
    const { steps: planned, warnings, compare } = await plan(steps, { report: { compare: ['dev'] } });
    expect(planned.map(({ name }) => name)).toEqual([
      'vocabulary',
      'corpus',
      'pretrained',
      ...['rte', 'wnli'].map((task) => `data-task-${task}`),
      ...[1, 2].flatMap((seed) => ['rte', 'wnli'].map((task) => `tuned-task-${task}-seed-${seed}`)),
      ...[1, 2].flatMap((seed) => ['rte', 'wnli'].map((task) => `dev-task-${task}-seed-${seed}`)),
      'glue',
    ]);
    expect(compare).toHaveLength(4);
    const path = (task: string) => join(base, 'glue', task);
    expect(warnings.map(({ step, text }) => [step, text])).toEqual(
      expect.arrayContaining([
        ['data-task-cola', `left out, with 4 steps that use it: ${path('CoLA')} is not there`],
        ['data-task-qnli', `left out, with 4 steps that use it: ${path('QNLI')} has no train split, only dev, test`],
        [
          'data-task-mnli',
          `left out, with 5 steps that use it: ${path('MNLI')} has no test_mismatched split, only train, dev, dev_mismatched, test`,
        ],
        ['ax', 'left out: no step that uses it is left'],
      ]),
    );
  });

  it('gives steps the settings of its value, by name', async () => {
    const own = { vocabulary, corpus, pretrained, data, tuned };
    const { steps: planned } = await plan(own);
    const ids = planned.map(({ artifact }) => artifact);
    const other = {
      ...data,
      matrix: {
        task: [
          { name: 'RTE', epochs: 2 },
          { name: 'WNLI', epochs: 9 },
        ],
      },
    };
    const { steps: changed } = await plan({ ...own, data: other });
    const same = changed.filter(({ artifact }) => ids.includes(artifact)).map(({ name }) => name);
    expect(same).toContain('tuned-task-rte-seed-1');
    expect(same).not.toContain('tuned-task-wnli-seed-1');
  });

  it('may lack a split that is made of the train split, and the columns of a task of the user’s own', async () => {
    await folder('MRPC', 'train', 'test');
    const matrix = { task: [{ name: 'MRPC', epochs: 1 }] };
    const { warnings } = await plan({ vocabulary, data: { ...data, matrix, task: 'rte', dev_share: 0.1 } });
    expect(warnings.filter(({ text }) => text.startsWith('left out'))).toEqual([]);
    const { task: _, ...own } = data;
    const { steps: planned } = await plan({ vocabulary, data: { ...own, matrix } });
    expect(planned.map(({ name }) => name)).toContain('data-task-mrpc');
  });

  it('is an error where nothing is left that the pipeline ends with', async () => {
    const none = { ...data, from: 'nowhere/${matrix.task.name}' };
    await expect(plan({ ...steps, data: none })).rejects.toMatchObject({
      code: 'PIPELINE_NOTHING_PRESENT',
      message: expect.stringContaining(`data-task-rte: ${join(base, 'nowhere/RTE')} is not there`),
    });
  });

  it('has to read files, and is refused with another word', async () => {
    const idle = { ...steps, dev: { ...steps.dev, when: 'present' } };
    await expect(plan(idle)).rejects.toMatchObject({ code: 'CONFIG_WRONG_VALUE', message: /^steps\.dev\.when/ });
    await expect(plan({ ...steps, data: { ...data, when: 'there' } })).rejects.toMatchObject({
      code: 'CONFIG_WRONG_VALUE',
    });
  });

  it('of a folder whose splits are unclear is an error, not left out', async () => {
    await folder('SST-2', 'train', 'in_dev', 'out_dev', 'test');
    const unclear = { ...data, matrix: { task: [{ name: 'SST-2', epochs: 1 }] }, task: 'rte' };
    await expect(plan({ vocabulary, data: unclear })).rejects.toMatchObject({ code: 'DATA_SPLIT_UNCLEAR' });
  });
});
