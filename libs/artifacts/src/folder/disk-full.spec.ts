import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TlcError } from '#contracts';
import { recipeId } from '../recipe/recipe-id.js';
import { openFolderStore } from './folder-store.js';

const recipe = { operation: 'x', version: 1, config: {}, inputs: {}, seed: 1 };
const commit = { kind: 'model' as const, recipe, seconds: 0, summary: {}, environment: {} };

/** A file system of 64 KiB, where this user may mount one. */
function mountSmall(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('a full disk', () => {
  let home: string;
  let isSmall = false;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'tlc-full-'));
    isSmall = mountSmall(home);
    if (!isSmall) process.stderr.write('skipped: this user may not mount a small file system\n');
  });
  afterAll(async () => {
    if (isSmall) execFileSync('umount', [home]);
    await rm(home, { recursive: true });
  });

  it('gives DISK_FULL, and what was half-written is removed', async () => {
    if (!isSmall) return;
    const store = await openFolderStore(home);
    const staged = await store.stage(recipeId(recipe));
    // Fills the disk to the last block, so that nothing is left for the manifest.
    const filled = writeFile(join(staged, 'weights'), Buffer.alloc(1024 * 1024));
    await expect(filled.catch((error) => Promise.reject(TlcError.from(error)))).rejects.toMatchObject({
      code: 'DISK_FULL',
    });
    await expect(store.commit(staged, commit)).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect(await readdir(join(home, 'staging'))).toEqual([]);
    expect(await store.has(recipeId(recipe))).toBe(false);
  });

  it('does not stop the next result once there is space', async () => {
    if (!isSmall) return;
    const store = await openFolderStore(home);
    const staged = await store.stage(recipeId(recipe));
    await writeFile(join(staged, 'weights'), 'small');
    await store.commit(staged, commit);
    expect(await store.has(recipeId(recipe))).toBe(true);
  });
});
