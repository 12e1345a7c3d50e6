import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openFolderStore } from '#artifacts';
import { checkConfig } from '#contracts';
import { createAnswers, type Planner } from '#pipelines';
import { cellsOf } from './cells.js';
import { StudyDocument } from './config.js';
import { studyPipeline } from './pipeline.js';

const data = new URL('../../../../data/SST-2', import.meta.url).pathname;
let base: string;
let planner: Planner;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'tlc-study-'));
  planner = createAnswers(await openFolderStore(base)).planner;
});
afterAll(() => rm(base, { recursive: true }));

const sizes = {
  small: { layers: 1, hidden_size: 32, heads: 2 },
  large: { layers: 2, hidden_size: 64, heads: 2 },
};
const study = { data, task: 'sst2', sizes, seeds: [1, 2], seconds: [10, 30], bits: [4], sparsity: [0.8] };
const read = (more: object = {}) => checkConfig(StudyDocument, { name: 'sizes', study: { ...study, ...more } });

describe('a study', () => {
  it('has a model for every size, seed and time, and of the longest time the compressed ones', () => {
    const cells = cellsOf(read().study);
    expect(cells).toHaveLength(2 * 2 * (2 + 2));
    expect(cells.filter(({ size, seed }) => size === 'small' && seed === 2).map(({ step }) => step)).toEqual([
      'small-s2-t10',
      'small-s2-t30',
      'small-s2-t30-b4',
      'small-s2-t30-p0_8',
    ]);
  });

  it('is an ordinary pipeline, whose trainings share the seconds', async () => {
    const document = read({ rates: { large: 2e-4 }, finetune: { batch_sentences: 8 } });
    const resolved = await planner.resolve({ pipeline: studyPipeline(document), folder: base, fresh: false });
    const { steps, total, compare } = await planner.plan(resolved);
    // Vocabulary and rows; two trainings and scores for each dense model, a step and scores for each compressed one
    expect(total).toBe(2 + 8 * 3 + 8 * 2);
    const secondsOf = (name: string) => steps.find((step) => step.name === name)?.seconds;
    expect([secondsOf('large-s1-t30-pre'), secondsOf('large-s1-t30')]).toEqual([9, 21]);
    expect(compare).toContain('small-s1-t30-b4');
    const configOf = (name: string) => resolved.steps.find((step) => step.name === name)?.job.recipe.config;
    expect(configOf('large-s1-t10')).toMatchObject({ learning_rate: 2e-4, batch_sentences: 8 });
    expect(configOf('small-s1-t10')).toMatchObject({ learning_rate: 5e-4 });
  });

  it('takes the models of shorter times out of the longest training, where its curve shall cost one', async () => {
    const document = read({ curve: 'checkpoints', seconds: [10, 20, 30] });
    const pipeline = studyPipeline(document);
    const resolved = await planner.resolve({ pipeline, folder: base, fresh: false });
    const { steps, total } = await planner.plan(resolved);
    // Each size and seed is trained once, for 9 seconds and 21
    expect(total).toBe(2 + 4 * (2 + 2) + 4 * 3 + 8 * 2);
    const trainings = steps.filter(({ operation }) => ['model.pretrain', 'model.finetune'].includes(operation));
    expect(trainings.map(({ seconds }) => seconds!).sort((a, b) => a - b)).toEqual([9, 9, 9, 9, 21, 21, 21, 21]);
    const jobOf = (name: string) => resolved.steps.find((step) => step.name === name)!.job;
    expect(jobOf('small-s1-t30').recipe.config).toMatchObject({ checkpoints: { seconds: [1, 11] } });
    expect(jobOf('small-s1-t10')).toMatchObject({
      operation: { name: 'model.checkpoint' },
      recipe: { config: { seconds: 1 } },
    });
    const atOnce = studyPipeline(read({ curve: 'checkpoints', pretrain_share: 0 }));
    const direct = await planner.resolve({ pipeline: atOnce, folder: base, fresh: false });
    expect(direct.steps.filter(({ job }) => job.operation.name === 'model.train')).toHaveLength(4);
  });

  it('of a thousand models is planned within seconds', async () => {
    const seeds = Array.from({ length: 125 }, (_, i) => i);
    const document = read({ seeds });
    expect(cellsOf(document.study)).toHaveLength(1000);
    const resolved = await planner.resolve({ pipeline: studyPipeline(document), folder: base, fresh: false });
    expect(resolved.steps).toHaveLength(2 + 500 * 3 + 500 * 2);
  });

  it.each([
    ['one size', { sizes: { small: sizes.small } }, 'two sizes'],
    ['a seed twice', { seeds: [1, 1] }, 'stands twice'],
    ['a time within pre-training as a checkpoint', { curve: 'checkpoints', seconds: [5, 30] }, 'the first 9 seconds'],
    ['a rate of no size', { rates: { huge: 1 } }, 'none of the sizes small, large'],
    ['a size whose name cannot be one of a step', { sizes: { ...sizes, 'a b': sizes.small } }, 'a b'],
  ])('refuses %s', (_, more, message) => expect(() => read(more)).toThrow(message));
});
