import { mkdtemp, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Dataset, writeDataset } from '#text';
import { readFacts } from './read-facts.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tlc-facts-'));
});
afterAll(() => rm(folder, { recursive: true }));

const dataset: Dataset = {
  objective: 'classification',
  labels: ['no', 'yes'],
  maxLength: 16,
  vocabSize: 9,
  special: { pad: 0, unk: 1, cls: 2, sep: 3, mask: 4 },
  tokenizer: '{}',
  splits: {
    train: {
      sentences: 2,
      tokens: 7,
      ids: Int32Array.of(2, 5, 3, 2, 6, 8, 3),
      starts: Int32Array.of(0, 3, 7),
      labels: Int32Array.of(1, 0),
    },
  },
};

it('what a plan needs of a data set stands in its description: its arrays, which may be large, are not read', async () => {
  await writeDataset(folder, dataset);
  const large = 440e6;
  // Of holes: whoever read it would find neither a header nor an end.
  await truncate(join(folder, 'train.safetensors'), 0);
  await truncate(join(folder, 'train.safetensors'), large);
  expect(await readFacts(folder, 'dataset')).toEqual({
    vocabulary: 9,
    data: {
      longest: 16,
      objective: 'classification',
      labels: ['no', 'yes'],
      // What training holds of a file that large: two numbers of each sentence and of the end
      splits: { train: { sentences: 2, tokens: 7, lengths: { step: 1, counts: [0, 0, 1, 1] }, bytes: 8 * 3 } },
    },
  });
});

it('a folder that cannot be read has no facts: the step that reads it says why', async () => {
  for (const kind of ['tokenizer', 'dataset', 'model'] as const) {
    expect(await readFacts(join(folder, 'nowhere'), kind)).toEqual({});
  }
});
