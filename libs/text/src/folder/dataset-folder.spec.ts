import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { writeSafetensors } from '#artifacts';
import { batches, fileOrder } from '../batching/batches.js';
import type { Dataset } from '../dataset.js';
import { blocksOf } from '../numbers.js';
import { readDataset } from './read-dataset.js';
import { writeDataset } from './write-dataset.js';

const dataset: Dataset = {
  objective: 'classification',
  task: 'glue/rte',
  labels: ['entailment', 'not_entailment'],
  maxLength: 16,
  vocabSize: 9,
  special: { pad: 0, unk: 1, cls: 2, sep: 3, mask: 4 },
  tokenizer: '{"version":"1.0"}',
  splits: {
    train: {
      sentences: 2,
      tokens: 7,
      ids: Int32Array.of(2, 5, 3, 2, 6, 8, 3),
      types: Uint8Array.of(0, 0, 0, 0, 1, 1, 1),
      starts: Int32Array.of(0, 3, 7),
      labels: Int32Array.of(1, 0),
      cut: 1,
    },
    dev_mismatched: { sentences: 1, tokens: 2, ids: Int32Array.of(2, 3), starts: Int32Array.of(0, 2) },
    test: { sentences: 1, tokens: 2, ids: Int32Array.of(2, 3), starts: Int32Array.of(0, 2) },
  },
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tlc-text-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('a data set folder', () => {
  it('gives back what was written', async () => {
    await writeDataset(folder, dataset);
    expect(await readDataset(folder)).toEqual(dataset);
    expect(await readFile(join(folder, 'tokenizer.json'), 'utf8')).toBe(dataset.tokenizer);
  });

  it('gives back scores', async () => {
    const { train } = dataset.splits;
    const scores = { ...dataset, objective: 'regression' as const, labels: undefined, task: undefined };
    const split = { ...train!, labels: Float32Array.of(0.5, 4) };
    await writeDataset(folder, { ...scores, splits: { train: split } });
    expect((await readDataset(folder)).splits.train).toEqual(split);
  });
});

describe('a split that is larger than what is held in memory', () => {
  it('gives the same batches, in any order and size, from its file', async () => {
    await writeDataset(folder, dataset);
    const [held, stored] = [await readDataset(folder), await readDataset(folder, [], 0)];
    expect(stored.splits.train!.ids).not.toBeInstanceOf(Int32Array);
    for (const name of ['train', 'test'] as const) {
      const [one, other] = [held.splits[name]!, stored.splits[name]!];
      expect([...blocksOf(other.ids)].flatMap((block) => [...block])).toEqual(
        [...blocksOf(one.ids)].flatMap((block) => [...block]),
      );
      for (const order of [fileOrder(one), fileOrder(one).reverse()]) {
        expect([...batches(other, order, { sentences: 1 })]).toEqual([...batches(one, order, { sentences: 1 })]);
        expect([...batches(other, order, {})]).toEqual([...batches(one, order, {})]);
      }
    }
  });

  it('is refused where its file has become another, and for ids outside of the vocabulary', async () => {
    await writeDataset(folder, dataset);
    const { train } = (await readDataset(folder, [], 0)).splits;
    await writeDataset(folder, { ...dataset, splits: { train: { ...dataset.splits.train!, labels: undefined } } });
    expect(() => train!.ids.slice(0, 3)).toThrow(expect.objectContaining({ code: 'SAFETENSORS_INVALID' }));
    await writeFile(
      join(folder, 'dataset.json'),
      (await readFile(join(folder, 'dataset.json'), 'utf8')).replace('"vocab_size": 9', '"vocab_size": 8'),
    );
    await expect(readDataset(folder, [], 0)).rejects.toMatchObject({ code: 'DATASET_INVALID' });
  });
});

describe('a folder that is no data set is refused', () => {
  const refused = (message: string) =>
    expect(readDataset(folder)).rejects.toMatchObject({
      code: 'DATASET_INVALID',
      message: expect.stringContaining(message),
    });

  it('for files that are missing, or cut', async () => {
    await expect(readDataset(folder)).rejects.toMatchObject({ code: 'FILE_MISSING' });
    await writeDataset(folder, dataset);
    await writeFile(join(folder, 'train.safetensors'), 'x');
    await expect(readDataset(folder)).rejects.toMatchObject({ code: 'SAFETENSORS_INVALID' });
    await rm(join(folder, 'train.safetensors'));
    await expect(readDataset(folder)).rejects.toMatchObject({ code: 'FILE_MISSING' });
  });

  it('for a description of another kind', async () => {
    await writeDataset(folder, dataset);
    for (const [content, message] of [
      ['{', 'not JSON'],
      ['{"format": 2}', 'its format is 2'],
      ['null', 'its format is undefined'],
      ['{"format": 1}', 'lacks splits'],
    ]) {
      await writeFile(join(folder, 'dataset.json'), content);
      await refused(message);
    }
  });

  it.each([
    ['ids outside of the vocabulary', { ids: Int32Array.of(2, 5, 3, 2, 9, 8, 3) }, 'vocabulary of 9'],
    ['an empty sentence', { starts: Int32Array.of(0, 3, 3, 7) }, 'does not rise'],
    ['sentences past the end', { starts: Int32Array.of(0, 3, 8) }, 'does not rise'],
    ['too few types', { types: Uint8Array.of(0) }, 'types do not fit'],
    ['a label of no class', { labels: Int32Array.of(1, 2) }, 'labels do not fit'],
    ['too many labels', { labels: Int32Array.of(1, 1, 1) }, 'labels do not fit'],
  ])('for %s', async (_, change, message) => {
    await writeDataset(folder, dataset);
    const split = { ...dataset.splits.train!, ...change };
    const tensor = (name: string, dtype: 'I32' | 'U8', data: Int32Array | Uint8Array) => {
      return { name, dtype, data, shape: [data.length] };
    };
    await writeSafetensors(join(folder, 'train.safetensors'), [
      tensor('ids', 'I32', split.ids.slice(0, Infinity)),
      tensor('starts', 'I32', split.starts),
      tensor('types', 'U8', split.types!.slice(0, Infinity)),
      tensor('labels', 'I32', split.labels as Int32Array),
    ]);
    await refused(message);
  });
});
