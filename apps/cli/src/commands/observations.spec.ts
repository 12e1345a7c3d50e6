import { expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import picocolors from 'picocolors';
import type { JobObservation } from '#observations';
import { observationsCsv } from './observations-csv.js';
import { observationTable } from './observations.js';

const recipe = { operation: 'model.finetune', version: 1, inputs: {}, seed: 7 };
const base = { created: '2026-11-24T10:00:00.000Z', seconds: 12.5, bytes: 1000, environment: {} };
const trained: JobObservation = {
  ...base,
  artifact: 'a'.repeat(64),
  kind: 'model',
  recipe: {
    ...recipe,
    config: { learning_rate: 0.001, stop: { seconds: 30 }, freeze: ['*embeddings*'] },
    inputs: { dataset: { artifact: 'd1' } },
  },
  summary: { loss: 0.25, tokens: 4000 },
  shape: { family: 'bert', layers: 2, hidden: 64, heads: 2, vocabulary: 100, parameters: 9000 },
};
const measured: JobObservation = {
  ...base,
  artifact: 'b'.repeat(64),
  kind: 'scores',
  recipe: { ...recipe, operation: 'evaluate', config: {}, inputs: { model: { artifact: 'a1' } } },
  summary: { note: '=SUM(A1)' },
  scores: { model: 'a1', dataset: 'd1', split: 'dev', measures: [{ name: 'accuracy', value: 0.8 }] },
};

it('have a row each, with columns for sizes, keys of configs, figures and scores', () => {
  const [first, second] = parse(observationsCsv([trained, measured]), { columns: true }) as Record<string, string>[];
  expect(first).toMatchObject({
    operation: 'model.finetune',
    seed: '7',
    seconds: '12.5',
    dataset: 'd1',
    'shape.layers': '2',
    'config.stop.seconds': '30',
    'config.freeze': '["*embeddings*"]',
    'figure.tokens': '4000',
    'score.accuracy': '',
  });
  expect(second).toMatchObject({ model: 'a1', split: 'dev', 'score.accuracy': '0.8', 'figure.note': "'=SUM(A1)" });
  expect(observationsCsv([])).toBe('');
});

it('are listed with sizes and figures', () => {
  const terminal = { width: Infinity, dataColours: picocolors.createColors(false) };
  const lines = observationTable([trained], terminal).split('\n');
  expect(lines[1].split(/\s{2,}/)).toEqual([
    'aaaaaaaaaaaa',
    'model.finetune',
    '2026-11-24 10:00:00',
    '13 s',
    '2 × 64',
    'loss 0.25, tokens 4,000',
  ]);
  expect(observationTable([], terminal)).toMatch('no job');
});
