import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { artifactDigest } from '../digest/artifact-digest.js';
import type { Recipe } from '../manifest.js';
import { processMark } from '../owner/process-mark.js';
import { recipeId } from '../recipe/recipe-id.js';
import { type FolderStore, openFolderStore } from './folder-store.js';

const recipe = (seed: number): Recipe => ({ operation: 'x', version: 1, config: {}, inputs: {}, seed });
const id = (seed: number) => recipeId(recipe(seed));
const commit = (seed: number) => ({
  kind: 'model' as const,
  recipe: recipe(seed),
  seconds: 1,
  summary: { parameters: 3 },
  environment: { engine: 'test' },
});

describe('folder store', () => {
  let home: string;
  let store: FolderStore;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'tlc-store-'));
    store = await openFolderStore(home);
  });
  afterEach(() => rm(home, { recursive: true }));

  async function make(seed: number, content = `content ${seed}`) {
    const staged = await store.stage(id(seed));
    await mkdir(join(staged, 'inner'));
    await writeFile(join(staged, 'inner', 'weights'), content);
    return store.commit(staged, commit(seed));
  }

  it('has an artifact whole or not at all', async () => {
    const staged = await store.stage(id(1));
    await writeFile(join(staged, 'weights'), 'half');
    expect(await store.has(id(1))).toBe(false);
    await store.discard(staged);
    await make(1);
    expect(await store.has(id(1))).toBe(true);
    expect(await readdir(join(home, 'staging'))).toEqual([]);
  });

  it('keeps the recipe, the digests and the figures in the manifest', async () => {
    const made = await make(1, 'abc');
    const { folder, manifest } = await store.open(id(1));
    expect(manifest).toEqual(made.manifest);
    expect(manifest).toMatchObject({ id: id(1), kind: 'model', recipe: recipe(1), summary: { parameters: 3 } });
    // SHA-256 of "abc", FIPS 180-2 appendix B.1
    const sha256 = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect(manifest.files).toEqual({ 'inner/weights': { bytes: 3, sha256 } });
    expect(await readFile(join(folder, 'inner', 'weights'), 'utf8')).toBe('abc');
  });

  it('lets one of two that race win', async () => {
    const made = await Promise.all([make(1, 'first'), make(1, 'second'), make(1, 'third')]);
    const { folder } = await store.open(id(1));
    expect(new Set(made.map(({ manifest }) => manifest.files['inner/weights'].sha256)).size).toBe(1);
    expect(['first', 'second', 'third']).toContain(await readFile(join(folder, 'inner', 'weights'), 'utf8'));
    expect(await readdir(join(home, 'staging'))).toEqual([]);
  });

  it.each([
    ['another content', (file: string) => writeFile(file, 'CONTENT 1')],
    ['another size', (file: string) => writeFile(file, 'short')],
    ['no file', (file: string) => rm(file)],
  ])('finds a file that was changed on disk, and names it: %s', async (_, damage) => {
    const { folder } = await make(1);
    await store.open(id(1));
    await damage(join(folder, 'inner', 'weights'));
    await expect(store.open(id(1))).rejects.toMatchObject({
      code: 'ARTIFACT_CORRUPT',
      details: { id: id(1), file: 'inner/weights' },
    });
  });

  it('finds a manifest that was changed on disk', async () => {
    const { folder } = await make(1);
    const file = join(folder, 'manifest.json');
    const text = await readFile(file, 'utf8');
    for (const damaged of [text.slice(0, 40), text.replace('"seed": 1', '"seed": 2'), 'null', '{}']) {
      await writeFile(file, damaged);
      await expect(store.open(id(1))).rejects.toMatchObject({ code: 'ARTIFACT_CORRUPT' });
    }
    await writeFile(file, text.replace('inner/weights', '../outside'));
    await expect(store.open(id(1))).rejects.toMatchObject({ code: 'ARTIFACT_CORRUPT' });
  });

  it('refuses names that lead elsewhere and ids that are not there', async () => {
    for (const wrong of ['../../x', 'x']) {
      await expect(store.open(wrong)).rejects.toMatchObject({ code: 'ARTIFACT_ID_INVALID' });
      await expect(store.remove(wrong)).rejects.toMatchObject({ code: 'ARTIFACT_ID_INVALID' });
    }
    await expect(store.open(id(1))).rejects.toMatchObject({ code: 'ARTIFACT_UNKNOWN' });
    await expect(store.remove(id(1))).rejects.toMatchObject({ code: 'ARTIFACT_UNKNOWN' });
  });

  it('lets a result stand while what it was made from is the same, or gone, and not when that was made anew', async () => {
    const { manifest } = await make(1, 'when the clock ended it');
    const madeFrom = { [id(1)]: artifactDigest(manifest) };
    await store.commit(await store.stage(id(2)), { ...commit(2), madeFrom });
    expect(await store.standing(id(2))).toMatchObject({ id: id(2), madeFrom });
    await store.remove(id(1));
    expect(await store.standing(id(1))).toBeUndefined();
    expect(await store.standing(id(2))).toMatchObject({ id: id(2) });
    await make(1, 'when the clock ended it again');
    expect(await store.standing(id(2))).toBeUndefined();
    await store.remove(id(1));
    await make(1, 'when the clock ended it');
    expect(await store.standing(id(2))).toMatchObject({ id: id(2) });
  });

  it('reads a manifest once for all lists, and again when it has changed', async () => {
    for (let seed = 1; seed <= 40; seed += 1) await store.commit(await store.stage(id(seed)), commit(seed));
    const lists = await Promise.all(Array.from({ length: 100 }, () => store.list()));
    expect(new Set(lists.map((list) => list.length))).toEqual(new Set([40]));
    expect(new Set(lists.flat()).size).toBe(40); // the same objects
    expect((await store.ids()).sort()).toEqual(lists[0].map((manifest) => manifest.id).sort());
    const file = store.layout.manifest(id(7));
    await writeFile(file, JSON.stringify({ ...(await store.manifest(id(7))), seconds: 12345 }));
    await writeFile(store.layout.manifest(id(8)), '{');
    await store.remove(id(9));
    const seconds = new Map((await store.list()).map((manifest) => [manifest.recipe.seed, manifest.seconds]));
    expect(seconds.size).toBe(38);
    expect(seconds.get(7)).toBe(12345);
    expect(seconds.has(8) || seconds.has(9)).toBe(false);
  });

  it('finds an artifact by the beginning of its id, and lists the newest first', async () => {
    for (const seed of [1, 2]) {
      await make(seed);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(await store.find(id(2).slice(0, 10))).toBe(id(2));
    await expect(store.find('0000')).rejects.toMatchObject({ code: 'ARTIFACT_UNKNOWN' });
    expect((await store.list()).map((manifest) => manifest.recipe.seed)).toEqual([2, 1]);
    await store.remove(id(1));
    expect((await store.list()).map((manifest) => manifest.recipe.seed)).toEqual([2]);
  });

  it('refuses a link in a result, and leaves nothing of it', async () => {
    const staged = await store.stage(id(1));
    await symlink('/etc/hostname', join(staged, 'link'));
    await expect(store.commit(staged, commit(1))).rejects.toMatchObject({ code: 'JOB_FAILED' });
    expect(await readdir(join(home, 'staging'))).toEqual([]);
    expect(await store.has(id(1))).toBe(false);
  });

  it('removes at its start what killed processes left, and leaves what is at work', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(child, 'spawn');
    const left = join(home, 'staging', `0000.${processMark(child.pid)}.abcdef`);
    await mkdir(left);
    const mine = await store.stage(id(1));
    await openFolderStore(home);
    expect((await readdir(join(home, 'staging'))).length).toBe(2);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await openFolderStore(home);
    expect(await readdir(join(home, 'staging'))).toEqual([mine.split('/').at(-1)]);
  });

  it('gives a folder for what outlives a process, until it is finished', async () => {
    const work = await store.work(id(1));
    await writeFile(join(work, 'checkpoint'), 'x');
    expect(await store.work(id(1))).toBe(work);
    await store.finishWork(id(1));
    expect(await readdir(join(home, 'work'))).toEqual([]);
  });
});
