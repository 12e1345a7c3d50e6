import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readDataset, readTokenizer } from '#text';
import operations from './operations.js';
import { contextFor } from './operations/fixtures/context.js';

const data = new URL('../../../data/SST-2', import.meta.url).pathname;
let base: string;
let tokenizer: string;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'tlc-tokenization-'));
  tokenizer = join(base, 'tokenizer.learn');
});
afterAll(() => rm(base, { recursive: true }));

async function run(
  ...[operation, inputs, config, more]: Parameters<typeof contextFor> extends [string, ...infer R] ? R : never
) {
  const made = await contextFor(base, operation, inputs, config, more);
  return { ...made, result: await operations[operation](made.context) };
}

describe('tokenizer.learn', () => {
  it('learns from the train split of SST-2', async () => {
    const { result } = await run('tokenizer.learn', { corpus: data }, { column: 'sentence', vocab_size: 2000 });
    expect(result.summary).toEqual({ pieces: 2000, lines: 67_349 });
    expect((await readTokenizer(tokenizer)).special).toEqual({ pad: 0, unk: 1, cls: 2, sep: 3, mask: 4 });
  });

  it('says when the text has no more pieces, and refuses a folder without a train split', async () => {
    const own = join(base, 'few');
    await mkdir(own);
    await writeFile(join(own, 'dev.txt'), 'a b a b\n');
    await expect(run('tokenizer.learn', { corpus: own }, {}, { output: 'few-out' })).rejects.toMatchObject({
      code: 'DATA_NO_SPLIT',
    });
    const { logs } = await run('tokenizer.learn', { corpus: join(own, 'dev.txt') }, {}, { output: 'few-out' });
    expect(logs).toEqual([expect.stringContaining('7 pieces instead of 8000')]);
  });
});

describe('dataset.encode', () => {
  it('encodes a GLUE task with all its splits', async () => {
    const made = await run('dataset.encode', { tokenizer, from: data }, { task: 'glue/sst2' }, { output: 'sst2' });
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
      labels: ['0', '1'],
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
      await run('dataset.encode', { tokenizer, text: own }, { column: 'sentence', max_length: 16 }, { output });
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
    await run('dataset.encode', { tokenizer, from: own }, columns, { output: 'found' });
    expect((await readDataset(join(base, 'found'))).labels).toEqual(['person', 'place']);
    const named = { ...columns, labels: ['place', 'person'] };
    await run('dataset.encode', { tokenizer, from: own }, named, { output: 'named' });
    const { splits, task } = await readDataset(join(base, 'named'));
    expect([...splits.train!.labels!]).toEqual([0, 1]);
    expect(task).toBeUndefined();
  });

  it('warns where the tokenizer does not know the text', async () => {
    const text = join(base, 'greek.txt');
    await writeFile(text, 'ἐν ἀρχῇ ἦν ὁ λόγος\n');
    const { logs } = await run('dataset.encode', { tokenizer, text }, {}, { output: 'greek' });
    expect(logs).toEqual([expect.stringContaining('% of the tokens are [UNK]')]);
  });

  it.each([
    ['neither text nor from', {}, { task: 'glue/sst2' }, 'PIPELINE_MISSING_INPUT', 'exactly one'],
    ['both text and from', { text: data, from: data }, { task: 'glue/sst2' }, 'PIPELINE_WRONG_INPUT', 'exactly one'],
    ['from without a task', { from: data }, {}, 'CONFIG_MISSING_KEY', 'text_columns'],
    ['text with a task', { text: data }, { task: 'glue/sst2' }, 'CONFIG_WRONG_VALUE', 'language modelling'],
    ['a task with a column', { from: data }, { task: 'sst2', column: 'x' }, 'CONFIG_WRONG_VALUE', 'text_columns'],
    ['an unknown task', { from: data }, { task: 'glue/sst3' }, 'DATA_UNKNOWN_TASK', 'Did you mean glue/sst2?'],
  ])('refuses %s', async (_, inputs, config, code, message) => {
    await expect(run('dataset.encode', { tokenizer, ...inputs }, config, { output: 'refused' })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });

  it('stops when it is cancelled', async () => {
    const cancelled = { output: 'cancelled', signal: AbortSignal.abort() };
    await expect(
      run('dataset.encode', { tokenizer, from: data }, { task: 'glue/sst2' }, cancelled),
    ).rejects.toMatchObject({ code: 'JOB_CANCELLED' });
  });
});
