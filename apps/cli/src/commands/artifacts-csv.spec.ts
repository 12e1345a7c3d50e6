import { expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { ArtifactSummary } from '#contracts';
import { artifactsCsv } from './artifacts-csv.js';

const artifact = (id: string, summary: ArtifactSummary['summary'], plugin?: string): ArtifactSummary => ({
  id,
  kind: 'model',
  operation: plugin ? 'compress' : 'model.finetune',
  ...(plugin && { plugin }),
  created: '2026-11-24T10:00:00.000Z',
  seconds: 12.5,
  bytes: 1000,
  summary,
});

it('has a row for each artifact and a column for each figure of any', () => {
  const csv = artifactsCsv([
    artifact('a1', { loss: 0.25, seconds: 12, note: 'so, "quoted"' }),
    artifact('b2', { parameters: 1e6, note: '=SUM(A1)' }, 'low-rank'),
  ]);
  expect(parse(csv, { columns: true })).toEqual([
    expect.objectContaining({ id: 'a1', plugin: '', '.loss': '0.25', '.note': 'so, "quoted"', '.parameters': '' }),
    expect.objectContaining({ id: 'b2', plugin: 'low-rank', seconds: '12.5', '.note': "'=SUM(A1)", '.loss': '' }),
  ]);
});
