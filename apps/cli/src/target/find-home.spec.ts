import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { findHome } from './find-home.js';

let base: string;
const uid = process.getuid!();
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'tlc-home-'));
  await mkdir(join(base, 'project', 'a', 'b'), { recursive: true });
});
afterEach(() => rm(base, { recursive: true }));

const found = (from: string, env = {}, user = { uid, home: base }) => findHome(undefined, env, join(base, from), user);

it('is the nearest .tlc of the folder and those above it, and else a new one', async () => {
  expect(found('project/a/b')).toBe(join(base, 'project/a/b/.tlc'));
  await mkdir(join(base, 'project', '.tlc'));
  expect(found('project/a/b')).toBe(join(base, 'project/.tlc'));
  await mkdir(join(base, 'project', 'a', '.tlc'));
  expect(found('project/a/b')).toBe(join(base, 'project/a/.tlc'));
  expect(found('project')).toBe(join(base, 'project/.tlc'));
});

it('is what is named before all, from the folder of the command', async () => {
  await mkdir(join(base, 'project', '.tlc'));
  expect(found('project/a', { TLC_HOME: '/srv/tlc' })).toBe('/srv/tlc');
  expect(findHome('here', { TLC_HOME: '/srv/tlc' }, join(base, 'project'))).toBe(join(base, 'project/here'));
});

it('is not looked for above the user’s home, in folders of others, or through links', async () => {
  await mkdir(join(base, '.tlc'));
  expect(found('project/a')).toBe(join(base, '.tlc'));
  expect(found('project/a', {}, { uid, home: join(base, 'project') })).toBe(join(base, 'project/a/.tlc'));
  expect(found('project/a', {}, { uid: uid + 1, home: base })).toBe(join(base, 'project/a/.tlc'));
  await symlink(join(base, '.tlc'), join(base, 'project', '.tlc'));
  expect(found('project/a', {}, { uid, home: join(base, 'project') })).toBe(join(base, 'project/a/.tlc'));
});
