import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { digestFiles } from '../digest/digest-files.js';
import { layoutOf } from '../folder/layout.js';
import { configuredRoots, heldTo, inputLimits } from './limits.js';
import { locateNamed } from './locate.js';
import { openInput, readInput } from './open.js';

let base: string;
let root: string;
let elsewhere: string;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'tlc-inputs-'));
  [root, elsewhere] = [join(base, 'root'), join(base, 'elsewhere')];
  for (const folder of [root, elsewhere, join(root, 'deep')]) await mkdir(folder);
  await writeFile(join(root, 'deep', 'mine.txt'), 'mine');
  await writeFile(join(elsewhere, 'secret.txt'), 'secret');
});

afterEach(() => rm(base, { recursive: true, force: true }));

const limits = () => inputLimits(layoutOf(join(root, 'home')), [root]);
const held = <T>(work: () => Promise<T>) => heldTo(limits(), work);

describe('an input that is held to roots', () => {
  it('is read where it lies in one, also by a link within it', async () => {
    await symlink('deep', join(root, 'link'));
    await symlink(join(root, 'link', 'mine.txt'), join(root, 'again'));
    expect(String(await held(() => readInput(join(root, 'again'))))).toBe('mine');
  });

  it('is refused outside, in the same words whether it is there or not', async () => {
    const told = async (name: string) => {
      const error = (await held(() => readInput(join(elsewhere, name))).catch((e: unknown) => e)) as Error;
      return error.message.replace(name, 'NAME');
    };
    const message = `${join(elsewhere, 'NAME')} lies outside of the folders that inputs may come from (TLC_INPUT_ROOTS)`;
    expect(await told('secret.txt')).toBe(message);
    expect(await told('missing.txt')).toBe(message);
  });

  it.each([
    ['../elsewhere', 'secret.txt'],
    ['../elsewhere', 'missing.txt'],
    ['/etc', 'passwd'],
  ])('is refused behind a link to %s (%s)', async (target, name) => {
    await symlink(target, join(root, 'out'));
    await expect(held(() => readInput(join(root, 'out', name)))).rejects.toMatchObject({ code: 'INPUT_OUTSIDE' });
    await expect(held(() => digestFiles(root))).rejects.toMatchObject({ code: 'INPUT_OUTSIDE' });
  });

  it('is refused by a path that climbs out, and in a folder whose name begins as the root’s does', async () => {
    await mkdir(`${root}-2`);
    await writeFile(`${root}-2/x`, 'x');
    for (const path of [join(root, '..', 'elsewhere', 'secret.txt'), `${root}-2/x`]) {
      await expect(held(() => readInput(path))).rejects.toMatchObject({ code: 'INPUT_OUTSIDE' });
    }
  });

  it('is refused where links lead round in a circle', async () => {
    await symlink('b', join(root, 'a'));
    await symlink('a', join(root, 'b'));
    await expect(held(() => readInput(join(root, 'a')))).rejects.toMatchObject({ code: 'FILE_MISSING' });
  });

  it('is read in a root that is a link itself', async () => {
    await symlink(root, join(base, 'alias'));
    const through = inputLimits(layoutOf(join(base, 'home')), [join(base, 'alias')]);
    expect(String(await heldTo(through, () => readInput(join(base, 'alias', 'deep', 'mine.txt'))))).toBe('mine');
    expect(String(await heldTo(through, () => readInput(join(root, 'deep', 'mine.txt'))))).toBe('mine');
  });

  it('is never the file with the token of the private server', async () => {
    await mkdir(join(root, 'home'));
    await writeFile(join(root, 'home', 'up.json'), '{}');
    await expect(held(() => readInput(join(root, 'home', 'up.json')))).rejects.toMatchObject({ code: 'INPUT_OUTSIDE' });
  });

  it('is never another’s file, however often a link is changed between the look and the opening', async () => {
    const path = join(root, 'swapped');
    await symlink('deep/mine.txt', join(root, 'good'));
    await symlink('../elsewhere/secret.txt', join(root, 'bad'));
    const read = { mine: 0, refused: 0 };
    for (let n = 0; n < 300; n += 1) {
      await symlink(n % 2 === 0 ? 'deep/mine.txt' : '../elsewhere/secret.txt', `${path}.new`);
      const swap = rename(`${path}.new`, path);
      const content = await held(() => readInput(path)).catch(() => 'refused');
      expect(['mine', 'refused']).toContain(String(content));
      read[String(content) as 'mine' | 'refused'] += 1;
      await swap;
    }
    expect(read.mine + read.refused).toBe(300);
  });

  it('may lie where a named path leads, where the account itself names it', async () => {
    const own = inputLimits(layoutOf(join(root, 'home')), [root], { namedAreRoots: true });
    const path = join(elsewhere, 'secret.txt');
    await expect(heldTo(own, () => readInput(path))).rejects.toMatchObject({ code: 'INPUT_OUTSIDE' });
    await heldTo(own, () => locateNamed(path));
    expect(String(await heldTo(own, () => readInput(path)))).toBe('secret');
  });
});

describe('what is no regular file', () => {
  const refused = { code: 'INPUT_NOT_REGULAR' };

  it('is refused at once: pipes, sockets, folders and devices, also behind links', async () => {
    execFileSync('mkfifo', [join(root, 'pipe')]);
    const server = createServer().listen(join(root, 'socket'));
    await new Promise((resolve) => server.once('listening', resolve));
    try {
      await symlink('pipe', join(root, 'to-pipe'));
      await symlink('/dev/zero', join(root, 'to-zero'));
      for (const name of ['pipe', 'to-pipe', 'socket', 'deep', 'to-zero']) {
        await expect(openInput(join(root, name))).rejects.toMatchObject(refused);
      }
      for (const path of [
        '/dev/zero',
        '/dev/stdin',
        '/proc/self/environ',
        '/proc/cpuinfo',
        '/sys/kernel/uevent_seqnum',
      ]) {
        await expect(openInput(path)).rejects.toMatchObject(refused);
        await expect(digestFiles(path)).rejects.toMatchObject(refused);
      }
      await expect(digestFiles(root)).rejects.toMatchObject(refused);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });
});

describe('TLC_INPUT_ROOTS', () => {
  it('names folders, separated by colons; empty, it names none', () => {
    expect(configuredRoots({ TLC_INPUT_ROOTS: '/a:/b/c' })).toEqual(['/a', '/b/c']);
    expect(configuredRoots({ TLC_INPUT_ROOTS: '' })).toBeUndefined();
    expect(configuredRoots({})).toBeUndefined();
  });
});
