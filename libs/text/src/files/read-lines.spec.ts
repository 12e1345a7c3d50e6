import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readLines } from './read-lines.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tlc-text-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function lines(content: string | Uint8Array): Promise<string[]> {
  await writeFile(join(folder, 'file.txt'), content);
  return readLines(join(folder, 'file.txt'));
}

describe('the lines of a file', () => {
  it.each([
    ['with and without LF at the end', 'a\nb', ['a', 'b']],
    ['with a CR before each LF', 'a\r\nb\r\n', ['a', 'b']],
    ['with other line separators, which are text', 'a\u2028b\u0085c\u000bd\n', ['a\u2028b\u0085c\u000bd']],
    [
      'with a byte-order mark at the start, which is dropped, and one inside, which is text',
      '\ufeffa\n\ufeffb',
      ['a', '\ufeffb'],
    ],
    ['with blank lines, of which those at the end are dropped', '\na\n\nb\n \n\n', ['', 'a', '', 'b']],
    ['with spaces and tabs, which stay', ' a\t\n', [' a\t']],
  ])('%s', async (_, content, expected) => {
    expect(await lines(content)).toEqual(expected);
    expect(await lines(gzipSync(content))).toEqual(expected);
  });

  it('of a file larger than what is decoded at a time are whole', async () => {
    const line = `${'é'.repeat(49)}x`;
    const read = await lines(`${line}\n`.repeat(700_000));
    expect(read).toHaveLength(700_000);
    expect(new Set(read)).toEqual(new Set([line]));
  });
});

describe('a file that cannot be read is refused', () => {
  it.each([
    ['a lone continuation byte', [0x61, 0x0a, 0x62, 0x80], 2, 3],
    ['a character that is cut', [0x61, 0x0a, 0x0a, 0xe6, 0x9c, 0x0a], 3, 3],
    ['an overlong slash', [0xc0, 0xaf], 1, 0],
    ['half of a surrogate pair', [0x61, 0xed, 0xa0, 0x80], 1, 1],
    ['latin-1', [...Buffer.from('caf\xe9 au lait', 'latin1')], 1, 3],
    ['UTF-16', [0xff, 0xfe, 0x61, 0x00], 1, 0],
  ])('%s, by its line and byte', async (_, bytes, line, byte) => {
    await expect(lines(Uint8Array.from(bytes))).rejects.toMatchObject({
      code: 'FILE_NOT_UTF8',
      details: { line, byte },
      message: expect.stringContaining(`line ${line}: byte ${byte}`),
    });
  });

  it('for having no rows', async () => {
    await expect(lines('')).rejects.toMatchObject({ code: 'FILE_EMPTY' });
    await expect(lines('\n \r\n')).rejects.toMatchObject({ code: 'FILE_EMPTY' });
    await expect(lines(gzipSync(''))).rejects.toMatchObject({ code: 'FILE_EMPTY' });
  });

  it('for being a truncated or broken gzip file', async () => {
    const whole = gzipSync('some text that is long enough to be cut '.repeat(100));
    await expect(lines(whole.subarray(0, 40))).rejects.toMatchObject({ code: 'FILE_DAMAGED' });
    const broken = Uint8Array.from(whole).fill(0, 20, 30);
    await expect(lines(broken)).rejects.toMatchObject({ code: 'FILE_DAMAGED' });
  });

  it('for not being there, or being a folder', async () => {
    await expect(readLines(join(folder, 'nothing'))).rejects.toMatchObject({ code: 'FILE_MISSING' });
    await expect(readLines(folder)).rejects.toMatchObject({
      code: 'INPUT_NOT_REGULAR',
      message: expect.stringContaining('is a folder'),
    });
  });
});
