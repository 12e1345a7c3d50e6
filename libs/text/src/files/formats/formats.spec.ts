import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readColumns, readTable } from '../read-table.js';
import { column } from '../table.js';

const FIXTURES = join(import.meta.dirname, '..', 'fixtures');

/** The rows that fixtures/make.py wrote. */
const REVIEWS = ['plain', 'two\nlines', 'a "quoted" word, and a comma', 'a;b\tc|d', 'ünïcode 木'];
const STARS = ['5', '1', '4', '2', '3'];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tlc-formats-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function written(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

describe('the rows that pandas and pyarrow wrote are read from', () => {
  it.each([
    ['reviews.csv', [2, 3, 5, 6, 7], ['True', 'False', 'True', 'True', 'False']],
    ['semicolon.csv', [2, 3, 5, 6, 7], ['True', 'False', 'True', 'True', 'False']],
    ['tabs.csv.gz', [2, 3, 5, 6, 7], ['True', 'False', 'True', 'True', 'False']],
    ['reviews.jsonl', [1, 2, 3, 4, 5], ['true', 'false', 'true', 'true', 'false']],
    ...['snappy', 'gzip', 'zstd', 'brotli', 'none'].map(
      (name) => [`${name}.parquet`, [1, 2, 3, 4, 5], ['true', 'false', 'true', 'true', 'false']] as const,
    ),
  ] as const)('%s', async (name, numbers, verified) => {
    const path = join(FIXTURES, name);
    expect(await readColumns(path)).toEqual(['review', 'stars', 'verified']);
    const table = await readTable(path);
    expect(column(table, 'review')).toEqual(REVIEWS);
    expect(column(table, 'stars')).toEqual(STARS);
    expect(column(table, 'verified')).toEqual(verified);
    expect(table.numbers).toEqual(numbers);
  });
});

describe('a CSV file', () => {
  it('has the separator that divides its first rows alike, whatever stands between quotes', async () => {
    const path = await written('a.csv', 'text|label\n"a|b, c, d"|1\nx, y|0\n');
    expect(await readTable(path)).toMatchObject({
      columns: ['text', 'label'],
      rows: [
        ['a|b, c, d', '1'],
        ['x, y', '0'],
      ],
    });
  });

  it('may have one column, whose commas stand in quotes', async () => {
    expect(column(await readTable(await written('a.csv', 'text\nfirst\n"second, third"\n')), 'text')).toEqual([
      'first',
      'second, third',
    ]);
  });

  it('has its columns known from a head that ends inside a row', async () => {
    const row = `"${'x'.repeat(997)}\n",1\n`;
    const path = await written('a.csv.gz', gzipSync(`text,label\n${row.repeat(3000)}`));
    expect(await readColumns(path)).toEqual(['text', 'label']);
    expect((await readTable(path)).rows).toHaveLength(3000);
  });

  it.each([
    ['a row too long', 'a,b\n1,2\n"x\ny",2,3\n', 3, /line 3: 3 fields, but there are 2 columns$/],
    ['a row too short', 'a,b\n1,2\nsecret\n', 3, /line 3: 1 fields, but there are 2 columns$/],
    ['a quote that is never closed', 'a,b\n1,2\n"secret,3\n', 3, /never closed$/],
    ['a quote inside a field', 'a,b\nsec"ret,2\n', 2, /stands inside a field/],
    ['text after a closing quote', 'a,b\n"sec"ret,2\n', 2, /stands inside a field/],
  ])('is refused for %s, by the line, and without its content', async (_, content, line, message) => {
    const error = await readTable(await written('a.csv', content)).catch((error: unknown) => error);
    expect(error).toMatchObject({ code: 'DATA_WRONG_ROW', details: { line }, message: expect.stringMatching(message) });
    expect(JSON.stringify([(error as Error).message, (error as { details: object }).details])).not.toMatch(/sec/);
  });

  it('is refused where it is empty, has a header alone, or is not UTF-8', async () => {
    for (const content of ['', '\n\n', 'a,b\n']) {
      await expect(readTable(await written('a.csv', content))).rejects.toMatchObject({ code: 'FILE_EMPTY' });
    }
    await expect(readTable(await written('a.csv', Buffer.from('a,b\ncaf\xe9,1\n', 'latin1')))).rejects.toMatchObject({
      code: 'FILE_NOT_UTF8',
      details: { line: 2 },
    });
  });
});

describe('JSON lines', () => {
  it('may lack columns, or hold lists, where nobody asks for them', async () => {
    const lines = ['{"text":"a","label":0,"tags":["x"]}', '', '{"label":1,"text":"b","note":null}'];
    const table = await readTable(await written('a.jsonl', lines.join('\n')));
    expect([column(table, 'text'), column(table, 'label'), table.numbers]).toEqual([
      ['a', 'b'],
      ['0', '1'],
      [1, 3],
    ]);
    expect(() => column(table, 'tags')).toThrow(
      expect.objectContaining({ code: 'DATA_WRONG_ROW', details: { path: table.path, line: 1, column: 'tags' } }),
    );
  });

  it.each([
    ['no JSON', '{"text":"a"}\n{"secret"', /line 2: is no JSON/],
    ['a list', '["secret"]', /line 1: is no JSON object/],
    ['null', '{"text":"a"}\nnull', /line 2: is no JSON object/],
  ])('are refused for %s, by the line, and without its content', async (_, content, message) => {
    const error = await readTable(await written('a.jsonl', content)).catch((error: unknown) => error as Error);
    expect(error).toMatchObject({ code: 'DATA_WRONG_ROW', message: expect.stringMatching(message) });
    expect(String(error)).not.toMatch(/secret/);
  });
});

describe('a Parquet file', () => {
  it('is refused where it is cut, is another file, or is not there', async () => {
    const { readFile } = await import('node:fs/promises');
    const whole = await readFile(join(FIXTURES, 'snappy.parquet'));
    for (const bytes of [whole.subarray(0, 1000), Buffer.from('PAR1 and more'), Buffer.alloc(0)]) {
      await expect(readTable(await written('a.parquet', bytes))).rejects.toMatchObject({ code: 'FILE_DAMAGED' });
    }
    await expect(readTable(join(folder, 'none.parquet'))).rejects.toMatchObject({ code: 'FILE_MISSING' });
  });

  it.each([
    ['a value of 100 MB in 3 kB', 'long-value', 'FILE_DAMAGED', /becomes more than 67108864 bytes/],
    ['10 kB that stand 100,000 times in 429 bytes', 'repeated-value', 'FILE_DAMAGED', /more than 67108864 characters/],
    ['60 million rows of one group', 'rows', 'DATASET_TOO_LARGE', /row 1: the row group/],
  ])('is refused where it becomes far more than data does: %s', async (_, name, code, message) => {
    const refused = { code, message: expect.stringMatching(message) };
    await expect(readTable(join(FIXTURES, 'bombs', `${name}.parquet`))).rejects.toMatchObject(refused);
  });
});
