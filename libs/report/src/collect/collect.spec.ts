import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type FolderStore, openFolderStore } from '#artifacts';
import { sampleRun } from '../fixtures/sample-run.js';
import { terminalTable } from '../table/terminal-table.js';
import { collectReport } from './collect.js';
import type { ReportData, ReportRequest } from './data.js';

describe('a report of a run', () => {
  let home: string;
  let store: FolderStore;
  let request: ReportRequest;
  let data: ReportData;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'tlc-report-'));
    store = await openFolderStore(home);
    request = await sampleRun(store);
    data = await collectReport(request, store);
  });
  afterAll(() => rm(home, { recursive: true }));

  it('has a row for each model compared, with training counted from its very beginning', () => {
    expect(data.rows.map(({ name, trainingSeconds }) => [name, trainingSeconds])).toEqual([
      ['small', 90],
      ['large', 90],
      ['large-pruned', 110],
      ['large-int4', 110],
    ]);
    expect(data.rows[3]).toMatchObject({
      bytes: 3_150_000,
      parameters: 6_850_000,
      quality: { name: 'accuracy', value: 0.8085 },
      latency: { value: 1.1, unit: 'ms' },
      isCompressed: true,
      beside: { latency: { value: 1.1 } },
    });
    expect(data.rows[3].ancestors).toHaveLength(3);
  });

  it('has a curve for each step that trained, with that step’s points alone', () => {
    expect(data.curves.map(({ step, phase, points }) => [step, phase, points.length])).toEqual([
      ['small-pretrained', 'pretrain', 60],
      ['large-pretrained', 'pretrain', 60],
      ['small', 'finetune', 60],
      ['large', 'finetune', 60],
      ['large-pruned', 'compress', 60],
    ]);
    expect(data.curves[2].points.at(-1)!.seconds).toBe(30);
  });

  it('becomes a table', () => {
    const lines = terminalTable(data.rows).split('\n');
    expect(lines[1]).toMatch(
      /model +│ accuracy +│ +size +│ +latency +│ +ONNX file +│ parameters +│ +training +│ +tokens +│ +tokens\/s/,
    );
    expect(lines.find((line) => line.includes('large-int4'))).toMatch(
      /large-int4 +│ +80\.85 % +│ +3\.15 MB +│ +1\.10 ms +│ +3\.25 MB +│ +6\.85 M +│ 1 min 50 s +│ +2\.20 M +│ +20\.0 k/,
    );
  });

  it('names an evaluation’s model when the evaluation is compared', async () => {
    const report = await collectReport({ ...request, compare: ['score-large'] }, store);
    expect(report.rows[0]).toMatchObject({ name: 'score-large', bytes: 27_900_000, trainingSeconds: 90 });
  });

  it('leaves out what is not there, and says so', async () => {
    const steps = request.steps.map((step) =>
      step.name === 'score-small' ? { ...step, artifact: 'ab'.repeat(32), status: 'failed' } : step,
    );
    const report = await collectReport({ ...request, steps }, store);
    expect(report.rows[0]).toMatchObject({ name: 'small', measures: [] });
    expect(report.findings).toContain('small was not measured.');
    expect(terminalTable(report.rows)).toMatch(/small +│ +– │/);
  });

  it('refuses scores that were changed on disk', async () => {
    const other = await mkdtemp(join(tmpdir(), 'tlc-report-'));
    try {
      const spoilt = await openFolderStore(other);
      const run = await sampleRun(spoilt);
      const scores = run.steps.find(({ name }) => name === 'score-small')!.artifact;
      await writeFile(join(spoilt.layout.artifact(scores), 'scores.json'), '{"measures": []}');
      await expect(collectReport(run, spoilt)).rejects.toMatchObject({ code: 'ARTIFACT_CORRUPT' });
    } finally {
      await rm(other, { recursive: true });
    }
  });
});
