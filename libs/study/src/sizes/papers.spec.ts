import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { openFolderStore } from '#artifacts';
import { checkConfig } from '#contracts';
import { createAnswers } from '#pipelines';
import { StudyDocument } from './config.js';
import { studyPipeline } from './pipeline.js';

const pipelines = new URL('../../../../pipelines', import.meta.url).pathname;
let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'tlc-papers-'));
});
afterAll(() => rm(base, { recursive: true, maxRetries: 20 }));

it('paper-mlm.yaml trains six sizes by three seeds, each once, within a few hours', async () => {
  const text = await readFile(join(pipelines, 'paper-mlm.yaml'), 'utf8');
  const { study, ...rest } = checkConfig(StudyDocument, parse(text));
  expect([Object.keys(study.sizes).length, study.seeds.length]).toEqual([6, 3]);
  const { planner } = createAnswers(await openFolderStore(base));
  const pipeline = studyPipeline({ ...rest, study });
  const resolved = await planner.resolve({ pipeline, folder: pipelines, fresh: false });
  const { steps } = await planner.plan(resolved);
  const trained = steps.filter(({ operation }) => ['model.pretrain', 'model.finetune'].includes(operation));
  expect(trained).toHaveLength(2 * 18);
  const hours = trained.reduce((sum, { seconds }) => sum + seconds!, 0) / 3600;
  expect(hours).toBeCloseTo(3, 6);
  // Three earlier models of each, and eight compressed ones
  expect(steps.filter(({ operation }) => operation === 'model.checkpoint')).toHaveLength(3 * 18);
  expect(steps.filter(({ operation }) => operation === 'compress')).toHaveLength(8 * 18);
});
