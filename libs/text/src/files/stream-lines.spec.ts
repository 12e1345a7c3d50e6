import { expect, it } from '@jest/globals';
import { streamLines } from './stream-lines.js';

async function lines(...chunks: (string | Buffer)[]): Promise<string[]> {
  const all: string[] = [];
  async function* stream() {
    for (const chunk of chunks) yield Buffer.from(chunk);
  }
  for await (const line of streamLines(stream(), 'stdin')) all.push(line);
  return all;
}

it.each([
  ['with and without LF at the end', ['a\nb'], ['a', 'b']],
  ['that end in CR and LF, also in two chunks', ['a\r', '\nb\r\n'], ['a', 'b']],
  ['after a byte-order mark', ['\ufeffa\n\ufeffb'], ['a', '\ufeffb']],
  ['with other line separators, which are text', ['a\u2028b\n'], ['a\u2028b']],
  ['that are empty, each one a line', ['\n\na\n\n'], ['', '', 'a', '']],
  ['that come in parts', ['one t', 'ext, and', ' more\nnext'], ['one text, and more', 'next']],
  ['whose characters come in parts', [Buffer.from('ü木').subarray(0, 3), Buffer.from('ü木').subarray(3)], ['ü木']],
  ['of nothing', [], []],
])('lines %s', async (_, chunks, expected) => {
  expect(await lines(...chunks)).toEqual(expected);
});

it.each([
  ['bytes that are not UTF-8', [Buffer.from('a\nb\n'), Buffer.from([0xff, 0x0a])], 3],
  ['a character that is cut at the end', [Buffer.from([0x61, 0x0a, 0xe6, 0x9c])], 2],
])('%s are refused with the line', async (_, chunks, line) => {
  await expect(lines(...chunks)).rejects.toMatchObject({ code: 'FILE_NOT_UTF8', details: { line } });
});
