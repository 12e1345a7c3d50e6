import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openFolderStore } from '#artifacts';
import { type Candidate, type DataLook, checkConfig, RecommendRequest } from '#contracts';
import { type Planner, createAnswers } from '#pipelines';
import { chosenDocument } from './chosen.js';
import { pilotDocument } from './pilot.js';
import { sizesDocument } from './sizes.js';
import { scratchDocument, scratchPilotDocument, scratchSizesDocument } from '../scratch/documents.js';
import { scratchStart } from '../scratch/ladder.js';
import { devShare, maxLength, mostEpochs, type Subject } from './steps.js';

const root = new URL('../../../../', import.meta.url).pathname;
let base: string;
let planner: Planner;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'tlc-documents-'));
  planner = createAnswers(await openFolderStore(base)).planner;
});
afterAll(() => rm(base, { recursive: true, maxRetries: 20 }));

const look: DataLook = {
  kind: 'classification',
  texts: ['review'],
  label: 'label',
  rows: { train: 84 },
  classes: [{ name: '0', rows: 42 }],
  words: { median: 7, most: 12 },
  characters: 40,
  doubts: [],
};
const path = join(root, 'data/reviews/reviews.csv');
const start = { layers: 1, hidden: 32, positions: 128, vocabulary: 256, bytes: 60_000 };
const tiny = join(root, 'libs/models/src/fixtures/tiny');
const request = checkConfig(RecommendRequest, { data: path, from: tiny, train_seconds: 100 });
const subject: Subject = { path, look, metric: 'accuracy', request, start };
const candidate: Candidate = {
  vocabulary: 200,
  layers: 1,
  bits: 4,
  bytes: 1,
  latency_ms: 1,
  seconds: 90,
  rows_seen: 1,
  quality: { value: 0.5, low: 0.4, high: 0.6 },
};

describe('the documents of a recommendation', () => {
  it('are pipelines that can be planned', async () => {
    for (const text of [pilotDocument(subject), chosenDocument(subject, candidate)]) {
      const plan = await planner.plan(await planner.resolve({ text, folder: base, fresh: false }));
      expect(plan.warnings.filter(({ text }) => !text.includes('memory'))).toEqual([]);
      expect(plan.steps.map(({ name }) => name)).toContain('score');
    }
    const plan = await planner.plan(
      await planner.resolve({ text: chosenDocument(subject, candidate), folder: base, fresh: false }),
    );
    expect(plan.compare).toEqual(['tuned', 'model']);
    expect(plan.steps.find(({ name }) => name === 'tuned')).toMatchObject({ seconds: 90, training: { epochs: 20 } });
  });

  it('say how large each shape is, without a step for what the start has already', async () => {
    const shapes = [
      { vocabulary: 256, layers: 1, bits: 32 },
      { vocabulary: 200, layers: 1, bits: 32 },
      { vocabulary: 200, layers: 1, bits: 4 },
    ];
    const { document, stepOf } = sizesDocument(subject, shapes);
    expect(shapes.map((shape) => stepOf.get(shape))).toEqual(['start', 'v200', 'v200-b4']);
    const { estimates } = await planner.forecast(await planner.resolve({ pipeline: document, fresh: false }));
    const [whole, trimmed, int4] = shapes.map((shape) => estimates.get(stepOf.get(shape)!)!.bytes!);
    // 56 rows of 32 float32 values
    expect(whole - trimmed).toBe(56 * 32 * 4);
    expect(int4).toBeLessThan(trimmed / 4);
  });

  it('of models from scratch can be planned, too, and share the time between text and task', async () => {
    const own: Subject = { ...subject, start: scratchStart(look) };
    const planOf = async (text: string) => planner.plan(await planner.resolve({ text, folder: base, fresh: false }));
    const made = { ...candidate, scratch: { hidden: 64, heads: 1, pretrain_share: 0.3 } };
    const chosen = await planOf(scratchDocument(own, made));
    const direct = await planOf(
      scratchDocument(own, { ...made, bits: 32, scratch: { ...made.scratch, pretrain_share: 0 } }),
    );
    const pilot = await planOf(scratchPilotDocument(own));
    for (const { warnings } of [chosen, direct, pilot]) {
      expect(warnings.filter(({ text }) => !text.includes('memory'))).toEqual([]);
    }
    const secondsOf = (name: string) => chosen.steps.find((step) => step.name === name)?.seconds;
    expect([secondsOf('tuned-text'), secondsOf('tuned')]).toEqual([27, 63]);
    expect(direct.compare).toEqual(['model']);
    expect(pilot.steps.filter(({ operation }) => operation === 'model.pretrain')).toHaveLength(2);
    const { document, stepOf } = scratchSizesDocument(own, [32, 4]);
    const { steps } = await planner.resolve({ pipeline: document, fresh: false });
    const names = steps.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining([stepOf(1, 32), stepOf(6, 4)]));
    expect(names).toHaveLength(2 + 6 * 2);
  });

  it('set aside a tenth of many rows and a fifth of few, 5,000 at most', () => {
    expect([100, 4999, 10_000, 67_349].map(devShare)).toEqual([0.2, 0.2, 0.1, 0.0742]);
  });

  it('read as many tokens as nearly all texts have, within what the model reads', () => {
    const lengthOf = (most: number) => maxLength({ ...look, words: { median: 1, most } }, start);
    expect([1, 12, 40, 1000].map(lengthOf)).toEqual([16, 32, 80, 128]);
  });

  it('read few rows up to twenty times, many four times', () => {
    expect([68, 3668, 8000, 67_349].map(mostEpochs)).toEqual([20, 11, 5, 4]);
  });
});
