import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readText, streamText } from './stream-text.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tlc-stream-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function batchesOf(path: string, name?: string): Promise<(readonly string[])[]> {
  const batches: (readonly string[])[] = [];
  for await (const batch of streamText(path, name)) batches.push(batch);
  return batches;
}

const write = async (name: string, content: string | Buffer) => {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
};

/** 15,000 texts, more than 1 MB: characters of several bytes lie over the ends of what is read at a time. */
const texts = Array.from({ length: 15_000 }, (_, i) => `${i} ${'ü木🙂'.repeat(i % 20)}`);

describe('the texts of a file that is longer than what is read at a time', () => {
  it.each([
    ['lines', 'a.txt', undefined, texts.join('\n')],
    [
      'lines that end in CR and LF, after a byte-order mark, before blank ones',
      'b.txt',
      undefined,
      `\ufeff${texts.join('\r\n')}\r\n\r\n\n`,
    ],
    ['a column between tabs', 'c.tsv', 't', `n\tt\n${texts.map((text, i) => `${i}\t${text}`).join('\n')}`],
    ['a column of CSV', 'd.csv', 't', `n;t\n${texts.map((text, i) => `${i};"${text}"`).join('\n')}`],
    ['a column of JSON lines', 'e.jsonl', 't', texts.map((t) => JSON.stringify({ t })).join('\n')],
  ])('come whole and in several parts: %s', async (_, file, name, content) => {
    for (const path of [await write(file, content), await write(`${file}.gz`, gzipSync(content))]) {
      const batches = await batchesOf(path, name);
      expect(batches.length).toBeGreaterThan(1);
      expect(batches.flat()).toEqual(texts);
    }
  });

  it('of CSV may hold line ends; a wrong row is named by the line that it begins on', async () => {
    const rows = texts.map((text) => `"${text}\n""",1`).join('\n');
    expect(await readText(await write('f.csv', `t,n\n${rows}\n`), 't')).toEqual(texts.map((text) => `${text}\n"`));
    await expect(readText(await write('g.csv', `t,n\n${rows}\na,b,c\n`), 't')).rejects.toMatchObject({
      code: 'DATA_WRONG_ROW',
      details: { line: 30_002 },
    });
  });

  it('have errors with the line and the byte of the file', async () => {
    const before = Buffer.from(`${texts.join('\n')}\n`);
    const path = await write('h.txt', Buffer.concat([before, Buffer.from([0x61, 0xff, 0x0a])]));
    await expect(readText(path)).rejects.toMatchObject({
      code: 'FILE_NOT_UTF8',
      details: { line: 15_001, byte: before.length + 1 },
    });
  });

  it('lack a column of JSON lines that comes later, or never', async () => {
    const lines = (last: string) => [...texts.map((t) => JSON.stringify({ t })), last].join('\n');
    const late = await write('i.jsonl', lines('{"u":"a"}'));
    await expect(readText(late, 'u')).rejects.toMatchObject({ code: 'DATA_WRONG_ROW', details: { line: 1 } });
    await expect(readText(late, 'v')).rejects.toMatchObject({ code: 'DATA_MISSING_COLUMN' });
  });
});

it('a line that no text can hold, and gzip that becomes far more than data does, are refused', async () => {
  const long = await write('long.txt', 'a\n');
  await truncate(long, 2 ** 28 + 2 ** 21);
  await expect(readText(long)).rejects.toMatchObject({ code: 'DATASET_TOO_LARGE', details: { line: 2 } });
  const bomb = await write('bomb.txt.gz', gzipSync(`${'a'.repeat(1023)}\n`.repeat(2 ** 16 + 1)));
  await expect(readText(bomb)).rejects.toMatchObject({ code: 'FILE_DAMAGED' });
});
