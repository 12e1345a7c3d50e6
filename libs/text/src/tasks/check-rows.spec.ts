import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TlcError } from '#contracts';
import { checkTaskRows } from './check-rows.js';
import { findTask } from './glue.js';
import { ownTask } from './own-task.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tlc-rows-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function written(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const GOOD = 'secret,1\n'.repeat(20_000);

describe('the first row that cannot be encoded', () => {
  it.each([
    ['a field too many', 'a.csv', `text,label\n${GOOD}secret,1,2\nsecret\n`, 'line 20002: 3 fields'],
    [
      'a label of no class',
      'b.csv',
      `text,label\n${GOOD}secret,secret2\n`,
      'line 20002, column "label": the label is none',
    ],
    [
      'a value that is missing',
      'c.jsonl',
      '{"text":"secret","label":1}\n{"label":0}\n',
      'line 2: there is no value for "text"',
    ],
    ['what is no JSON', 'd.jsonl', '{"text":"secret","label":1}\n{"text":"secret\n', 'line 2: is no JSON'],
    ['a field too few', 'e.tsv', 'text\tlabel\nsecret\t0\nsecret\n', 'line 3: 1 fields'],
    ['bytes that are no UTF-8', 'f.tsv', Buffer.from('text\tlabel\nsecret\xe9\t0\n', 'latin1'), 'line 2: byte 17'],
  ])('is told by its number and column, without its content: %s', async (_, name, content, place) => {
    const task = ownTask({ labels: ['0', '1'] });
    for (const path of [await written(name, content), await written(`${name}.gz`, gzipSync(content))]) {
      const error: unknown = await checkTaskRows(task, path).catch((error: unknown) => error);
      expect(error).toBeInstanceOf(TlcError);
      const { message } = (error as TlcError).toBody();
      expect(message).toContain(`${path}, ${place}`);
      expect(JSON.stringify((error as TlcError).toBody())).not.toMatch(/secret/);
    }
  });

  it('is looked for in all splits of a folder, but for the labels of a test split', async () => {
    const path = join(folder, 'SST-2');
    await mkdir(path);
    const rows = 'sentence\tlabel\nfine\t1\n';
    await writeFile(join(path, 'train.tsv'), rows);
    await writeFile(join(path, 'dev.tsv'), rows);
    await writeFile(join(path, 'test.tsv'), 'index\tsentence\n0\tfine\n');
    await checkTaskRows(findTask('glue/sst2'), path);
    await writeFile(join(path, 'dev.tsv'), `${rows}bad\t2\n`);
    await expect(checkTaskRows(findTask('glue/sst2'), path)).rejects.toMatchObject({
      code: 'DATA_UNKNOWN_LABEL',
      details: { line: 3 },
    });
  });

  it('is not looked for past the beginning of a file', async () => {
    const path = await written('long.tsv', `text\tlabel\n${'fine\t1\n'.repeat(200_000)}a\tb\tc\n`);
    await checkTaskRows(ownTask({}), path, { most: 1000 });
    await expect(checkTaskRows(ownTask({}), path)).rejects.toMatchObject({ details: { line: 200_002 } });
  });

  it('is missed where a file has a header alone, or its columns do not tell', async () => {
    const header = await written('header.csv', 'text,label\n');
    await expect(checkTaskRows(ownTask({}), header)).rejects.toMatchObject({ code: 'FILE_EMPTY' });
    const unclear = await written('unclear.csv', 'a,b,c\n1,2,3\n');
    await expect(checkTaskRows(ownTask({}), unclear)).rejects.toMatchObject({ code: 'DATA_MISSING_COLUMN' });
    await checkTaskRows(ownTask({}), await written('stars.csv', 'review;stars\r\n"fine; good";1\r\n"bad";0\r\n'));
  });
});
