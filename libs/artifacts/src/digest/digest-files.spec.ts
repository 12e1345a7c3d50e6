import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { digestFiles } from './digest-files.js';
import type { FileDigest } from './hash-file.js';
import { rememberDigests } from './remembered-digests.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('digestFiles', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tlc-digest-'));
    await mkdir(join(folder, 'data', 'inner'), { recursive: true });
    await writeFile(join(folder, 'data', 'b.txt'), 'two');
    await writeFile(join(folder, 'data', 'inner', 'a.txt'), 'one');
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** What happens `ms` after a file was last changed. */
  async function at<T>(ms: number, file: string, happens: () => Promise<T>): Promise<T> {
    const { ctimeMs } = await stat(file);
    const clock = jest.spyOn(Date, 'now').mockReturnValue(Math.ceil(ctimeMs) + ms);
    try {
      return await happens();
    } finally {
      clock.mockRestore();
    }
  }

  const data = () => join(folder, 'data');

  it('of a file is the SHA-256 of its content', async () => {
    expect(await digestFiles(join(data(), 'b.txt'))).toBe(sha256('two'));
  });

  it('of a folder is over paths and contents, in order of paths', async () => {
    expect(await digestFiles(data())).toBe(sha256(`${sha256('two')} b.txt\0${sha256('one')} inner/a.txt\0`));
  });

  it('leaves hidden files out and follows links', async () => {
    const before = await digestFiles(data());
    await writeFile(join(data(), '.hidden'), 'x');
    expect(await digestFiles(data())).toBe(before);
    await writeFile(join(folder, 'elsewhere'), 'three');
    await symlink(join(folder, 'elsewhere'), join(data(), 'c.txt'));
    const linked = await digestFiles(data());
    await rm(join(data(), 'c.txt'));
    await writeFile(join(data(), 'c.txt'), 'three');
    expect(await digestFiles(data())).toBe(linked);
    expect(linked).not.toBe(before);
  });

  it('sees a change of the same length at the same time of modification', async () => {
    const file = join(data(), 'b.txt');
    const time = new Date('2020-01-01');
    await utimes(file, time, time);
    const before = await digestFiles(data());
    await writeFile(file, 'TWO');
    await utimes(file, time, time);
    expect(await digestFiles(data())).not.toBe(before);
  });

  it('reads a file again only when it has changed', async () => {
    const file = join(data(), 'b.txt');
    const remembered = new Map<string, FileDigest>();
    await at(1900, file, () => digestFiles(file, remembered));
    expect(remembered.size).toBe(0); // written a moment ago: the clock of the file system may not tell a change
    await at(2100, file, () => digestFiles(file, remembered));
    const [path, digest] = [...remembered][0];
    remembered.set(path, { ...digest, sha256: 'remembered' });
    expect(await digestFiles(file, remembered)).toBe('remembered');
    await writeFile(file, 'other');
    expect(await digestFiles(file, remembered)).toBe(sha256('other'));
  });

  it('remembers from one process to the next, and does without a damaged memory', async () => {
    const memory = join(folder, 'digests.json');
    const digest = await at(60_000, data(), () => rememberDigests(memory)(data()));
    expect(await rememberDigests(memory)(data())).toBe(digest);
    await writeFile(memory, '{"broken');
    expect(await rememberDigests(memory)(data())).toBe(digest);
  });

  it('refuses what is not there, has no files, or goes round in a circle', async () => {
    await expect(digestFiles(join(folder, 'nothing'))).rejects.toMatchObject({ code: 'FILE_MISSING' });
    await mkdir(join(folder, 'empty'));
    await expect(digestFiles(join(folder, 'empty'))).rejects.toMatchObject({ code: 'FILE_EMPTY' });
    await symlink(data(), join(data(), 'inner', 'loop'));
    await expect(digestFiles(data())).rejects.toMatchObject({ code: 'FILE_MISSING' });
  });
});
