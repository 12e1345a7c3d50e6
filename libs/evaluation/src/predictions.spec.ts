import { expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tinyDataset } from './fixtures/tiny.js';
import { writePredictions } from './predictions.js';

it('predictions have the names of the classes, a submission the labels that GLUE takes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tlc-predictions-'));
  const dataset = { ...(await tinyDataset()), labels: ['negative', 'positive'] };
  const answers = Int32Array.of(1, 0);
  const logits = Float32Array.of(-1, 2, 0.5, -0.5);
  await writePredictions(folder, dataset, { submission: true, split: 'test' }, { answers, logits, width: 2 });
  const text = (name: string) => readFile(join(folder, name), 'utf8');
  expect(await text('predictions.tsv')).toBe(
    'index\tprediction\tlogit_negative\tlogit_positive\n0\tpositive\t-1\t2\n1\tnegative\t0.5\t-0.5\n',
  );
  expect(await text('SST-2.tsv')).toBe('index\tprediction\n0\t1\n1\t0\n');
  await rm(folder, { recursive: true });
});
