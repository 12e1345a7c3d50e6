import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Progress } from '#contracts';
import { runAlone } from '#jobs';
import { learnTokenizer, readDataset, readText } from '#text';
import operation from './index.js';

const data = new URL('../../../../data/SST-2', import.meta.url).pathname;
let base: string;
let tokenizer: string;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'tlc-encode-'));
  tokenizer = join(base, 'tokenizer');
  await mkdir(tokenizer);
  const sentences = await readText(join(data, 'dev.tsv'), 'sentence');
  const { json } = learnTokenizer(sentences, { vocabSize: 2000, lowercase: true, minFrequency: 2 });
  await writeFile(join(tokenizer, 'tokenizer.json'), json);
});
afterAll(() => rm(base, { recursive: true }));

/** What the operation answers, and what it told while it worked. */
async function encode(
  inputs: Record<string, string>,
  config: Record<string, unknown>,
  { output, signal }: { output: string; signal?: AbortSignal },
) {
  const reports: Progress[] = [];
  const logs: string[] = [];
  await mkdir(join(base, output), { recursive: true });
  const result = await runAlone(operation, {
    inputs: { tokenizer, ...inputs },
    config,
    output: join(base, output),
    work: base,
    signal,
    progress: (progress) => void reports.push(progress),
    log: (_level, text) => void logs.push(text),
  });
  return { result, reports, logs };
}

describe('dataset.encode', () => {
  it('encodes a GLUE task with all its splits', async () => {
    const made = await encode({ from: data }, { task: 'glue/sst2' }, { output: 'sst2' });
    expect(made.result.summary).toMatchObject({
      train_sentences: 67_349,
      dev_sentences: 872,
      test_sentences: 1821,
      unknown: expect.any(Number),
    });
    const dataset = await readDataset(join(base, 'sst2'));
    expect(dataset).toMatchObject({
      objective: 'classification',
      task: 'glue/sst2',
      labels: ['negative', 'positive'],
      maxLength: 128,
    });
    expect(dataset.tokenizer).toBe(await readFile(join(tokenizer, 'tokenizer.json'), 'utf8'));
    const shares = made.reports.map(({ done }) => done as number);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });

  it('encodes a column for language modelling, to the same bytes each time', async () => {
    const own = join(base, 'corpus');
    await mkdir(own);
    await writeFile(
      join(own, 'train.tsv'),
      (await readFile(join(data, 'dev.tsv'), 'utf8')).slice(0, 20_000).replace(/\n[^\n]*$/, ''),
    );
    for (const output of ['once', 'again']) {
      await encode({ text: own }, { column: 'sentence', max_length: 16 }, { output });
    }
    for (const file of ['dataset.json', 'train.safetensors', 'tokenizer.json']) {
      expect(await readFile(join(base, 'once', file))).toEqual(await readFile(join(base, 'again', file)));
    }
    const { objective, splits } = await readDataset(join(base, 'once'));
    expect(objective).toBe('language-modelling');
    expect(Object.keys(splits)).toEqual(['train']);
  });

  it('encodes a task of the user’s own, its labels named or found', async () => {
    const own = join(base, 'own');
    await mkdir(own);
    await writeFile(join(own, 'train.tsv'), 'question\tkind\nwhere is it\tplace\nwho are you\tperson\n');
    const columns = { text_columns: ['question'], label_column: 'kind' };
    await encode({ from: own }, columns, { output: 'found' });
    expect((await readDataset(join(base, 'found'))).labels).toEqual(['person', 'place']);
    const named = { ...columns, labels: ['place', 'person'] };
    await encode({ from: own }, named, { output: 'named' });
    const { splits, task } = await readDataset(join(base, 'named'));
    expect([...splits.train!.labels!]).toEqual([0, 1]);
    expect(task).toBeUndefined();
  });

  it('encodes one CSV file: columns found and said, a dev split set aside, classes with names', async () => {
    const file = join(base, 'reviews.csv');
    const rows = Array.from({ length: 100 }, (_, i) => `"Film ${i}, seen",${i % 4 === 0 ? 1 : 0}`);
    await writeFile(file, ['review;stars', ...rows].join('\n').replace(';', ','));
    const labels = { '0': 'negative', '1': 'positive' };
    const { logs, result } = await encode({ from: file }, { labels, dev_share: 0.2 }, { output: 'csv' });
    expect(logs).toContain('by the names of the columns: texts in "review", labels in "stars"');
    expect(result.summary).toMatchObject({ train_sentences: 80, dev_sentences: 20 });
    const dataset = await readDataset(join(base, 'csv'));
    expect(dataset.labels).toEqual(['negative', 'positive']);
    const positives = (split: 'train' | 'dev') => [...dataset.splits[split]!.labels!].filter((label) => label === 1);
    expect(positives('dev')).toHaveLength(5);
    expect(positives('train')).toHaveLength(20);
  });

  it('encodes parallel text of one table, divided and cleaned, and tells what was left out', async () => {
    const file = join(base, 'pairs.tsv');
    const rows = Array.from({ length: 20 }, (_, i) => `film ${i}\tseen ${i}`);
    await writeFile(file, ['en\tde', ...rows, rows[0], '\tnothing', `film\t${'seen '.repeat(60)}`].join('\n'));
    const config = { languages: ['en', 'de'], clean: {}, dev_share: 0.2 };
    const { logs, result } = await encode({ parallel: file }, config, { output: 'pairs' });
    expect(result.summary).toMatchObject({
      train_dropped_empty: 1,
      train_dropped_duplicate: 1,
      train_dropped_uneven: 1,
    });
    const { train_sentences: train, dev_sentences: dev } = result.summary as Record<string, number>;
    expect(train + dev).toBe(40);
    expect(logs).toContain('train: 1 of 19 pairs left out: the same pair stands before');
  });

  it.each([
    ['one column', { text_columns: ['en'] }],
    ['labels', { labels: ['a', 'b'] }],
    ['pairs apart', { pairs: 'apart' }],
    ['columns and the name of a file', { text_columns: ['en', 'de'], test: 'test_2016' }],
  ])('refuses parallel text with %s', async (_, own) => {
    const given = encode({ parallel: base }, { languages: ['en', 'de'], ...own }, { output: 'refused' });
    await expect(given).rejects.toMatchObject({ code: 'CONFIG_WRONG_VALUE' });
  });

  it('warns where the tokenizer does not know the text', async () => {
    const text = join(base, 'greek.txt');
    await writeFile(text, 'ἐν ἀρχῇ ἦν ὁ λόγος\n');
    const { logs } = await encode({ text }, {}, { output: 'greek' });
    expect(logs).toEqual([expect.stringContaining('% of the tokens are [UNK]')]);
  });

  it.each([
    ['neither text nor from', {}, { task: 'glue/sst2' }, 'PIPELINE_MISSING_INPUT', 'exactly one'],
    ['both text and from', { text: data, from: data }, { task: 'glue/sst2' }, 'PIPELINE_WRONG_INPUT', 'exactly one'],
    ['labels of a GLUE task', { from: data }, { task: 'sst2', labels: ['0', '1'] }, 'CONFIG_WRONG_VALUE', 'labels'],
    ['a share where there is that split', { from: data }, { dev_share: 0.1 }, 'DATA_SPLIT_UNCLEAR', 'dev_share'],
    ['text with a task', { text: data }, { task: 'glue/sst2' }, 'CONFIG_WRONG_VALUE', 'language modelling'],
    ['a task with a column', { from: data }, { task: 'sst2', column: 'x' }, 'CONFIG_WRONG_VALUE', 'text_columns'],
    ['an unknown task', { from: data }, { task: 'glue/sst3' }, 'DATA_UNKNOWN_TASK', 'Did you mean glue/sst2?'],
  ])('refuses %s', async (_, inputs, config, code, message) => {
    await expect(encode(inputs, config, { output: 'refused' })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });

  it('stops when it is cancelled', async () => {
    const cancelled = { output: 'cancelled', signal: AbortSignal.abort() };
    await expect(encode({ from: data }, { task: 'glue/sst2' }, cancelled)).rejects.toMatchObject({
      code: 'JOB_CANCELLED',
    });
  });
});
