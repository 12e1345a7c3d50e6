import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type FolderStore, openFolderStore, openSharedStore, recipeId } from '#artifacts';
import { type Client, type PrivateServer, accessOf, connect, kernelLock, startServer } from '#messaging';
import { artifactPlace, openStore } from './open-store.js';

const MIB = 1024 * 1024;

const recipe = (seed: number) => ({ operation: 'x', version: 1, config: {}, inputs: {}, seed });
const id = (seed: number) => recipeId(recipe(seed));

describe('a store whose artifacts a server keeps', () => {
  let folder: string;
  let server: PrivateServer;
  const clients: Client[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tlc-shared-'));
    server = await startServer({ store: join(folder, 'nats') });
  });
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.close()));
    await server.stop();
    await rm(folder, { recursive: true });
  });

  async function client(env: Record<string, string> = {}): Promise<Client> {
    const made = await connect(accessOf({ TLC_NATS_URL: server.url, TLC_ARTIFACTS: 'nats', ...env }));
    clients.push(made);
    return made;
  }

  async function open(home: string, limit = 1000 * MIB, env?: Record<string, string>): Promise<FolderStore> {
    const { manifests: entries, objects } = await client(env);
    const local = await openFolderStore(join(folder, home), 'copies');
    return openSharedStore(local, { entries, objects }, { limit, lock: kernelLock });
  }

  async function make(store: FolderStore, seed: number, bytes = 1000, content = randomBytes(bytes)) {
    const staged = await store.stage(id(seed));
    await mkdir(join(staged, 'inner'));
    await writeFile(join(staged, 'inner', 'weights'), content);
    await writeFile(join(staged, 'config.json'), JSON.stringify({ seed }));
    const about = { kind: 'model', recipe: recipe(seed), seconds: 1, summary: {}, environment: {} } as const;
    return { ...(await store.commit(staged, about)), content };
  }

  const copies = (home: string) => readdir(join(folder, home, 'copies'));
  const staged = (home: string) => readdir(join(folder, home, 'staging'));

  it('gives another machine what was made on one, whole and verified', async () => {
    const [one, other] = [await open('one'), await open('other')];
    const { content, manifest } = await make(one, 1, 3 * MIB);
    expect(await other.has(id(1))).toBe(true);
    expect(await other.standing(id(1))).toEqual(manifest);
    expect(await other.find(id(1).slice(0, 8))).toBe(id(1));
    expect((await other.list()).map((each) => each.id)).toEqual([id(1)]);
    expect(await copies('other')).toEqual([]);
    const opened = await Promise.all([other.open(id(1)), other.open(id(1))]);
    expect(opened[0].folder).toBe(join(folder, 'other', 'copies', id(1)));
    expect(opened[1].manifest).toEqual(manifest);
    expect(content.equals(await readFile(join(opened[0].folder, 'inner', 'weights')))).toBe(true);
    expect(await staged('other')).toEqual([]);
    await other.tags.set('sentiment:1.2', id(1));
    expect(await one.tags.list()).toEqual([{ name: 'sentiment', version: '1.2', id: id(1) }]);
    await one.remove(id(1));
    expect(await other.has(id(1))).toBe(false);
    await expect(other.open(id(1))).rejects.toMatchObject({ code: 'ARTIFACT_UNKNOWN' });
  });

  it('has an artifact by its manifest, which comes last', async () => {
    const [one, other] = [await open('one'), await open('other')];
    const { manifest, folder: made } = await make(one, 1);
    const { objects, manifests } = await client();
    await manifests.delete(id(1));
    // Its files are there still, as when a sender was killed between the two
    expect(await objects.size(`${id(1)}/${manifest.files['inner/weights'].sha256}`)).toBe(1000);
    expect(await other.has(id(1))).toBe(false);
    await writeFile(join(folder, 'one', 'unsent', id(1)), '');
    expect(await one.standing(id(1))).toEqual(manifest);
    expect(await other.has(id(1))).toBe(true);
    expect(await stat(made)).toBeDefined();
  });

  it('lets the first of two that were made at once stand', async () => {
    const [one, other] = [await open('one'), await open('other')];
    const first = await make(one, 1);
    const second = await make(other, 1);
    expect(second.manifest).toEqual(first.manifest);
    expect(await readFile(join((await other.open(id(1))).folder, 'inner', 'weights'))).toEqual(first.content);
    const { objects } = await client();
    expect(await objects.list()).toHaveLength(2);
  });

  it('fetches a spoilt copy anew, and refuses what the server spoilt', async () => {
    const [one, other] = [await open('one'), await open('other')];
    const { manifest, content } = await make(one, 1);
    const weights = join((await other.open(id(1))).folder, 'inner', 'weights');
    await truncate(weights, 10);
    await other.open(id(1));
    expect(await readFile(weights)).toEqual(content);
    const { objects } = await client();
    const object = `${id(1)}/${manifest.files['inner/weights'].sha256}`;
    await writeFile(join(folder, 'spoilt'), randomBytes(1000));
    await objects.put(object, join(folder, 'spoilt'));
    const third = await open('third');
    await expect(third.open(id(1))).rejects.toMatchObject({
      code: 'OBJECT_CORRUPT',
      details: { id: id(1), file: 'inner/weights' },
    });
    await expect(third.read(manifest, 'inner/weights')).rejects.toMatchObject({ code: 'OBJECT_CORRUPT' });
    await objects.remove(object);
    await expect(third.open(id(1))).rejects.toMatchObject({ code: 'OBJECT_MISSING' });
    expect([await copies('third'), await staged('third')]).toEqual([[], []]);
  });

  it('keeps copies under a limit: those used longest ago go, and none that is used', async () => {
    const [maker, user] = [await open('maker'), await open('user', 3.5 * MIB)];
    for (const seed of [1, 2, 3, 4, 5]) await make(maker, seed, MIB);
    const held = user.hold();
    await held.open(id(1));
    const passing = async (seed: number) => {
      const short = user.hold();
      await short.open(id(seed));
      await short.release();
    };
    for (const seed of [2, 3, 2, 4]) await passing(seed);
    expect((await copies('user')).sort()).toEqual([id(1), id(2), id(4)].sort());
    await held.release();
    for (const seed of [5, 4]) await passing(seed);
    expect((await copies('user')).sort()).toEqual([id(2), id(4), id(5)].sort());
    expect(await user.has(id(1))).toBe(true);
  });

  it('keeps what could not be handed over, and hands it over when there is room', async () => {
    const store = await open('one', MIB, { TLC_NATS_OBJECTS_BYTES: String(2 * MIB) });
    await expect(make(store, 1, 3 * MIB)).rejects.toMatchObject({ code: 'OBJECT_STORE_FULL' });
    expect(await store.has(id(1))).toBe(false);
    await make(store, 2, 0.5 * MIB);
    expect((await copies('one')).sort()).toEqual([id(1), id(2)].sort());
    await expect(store.standing(id(1))).rejects.toMatchObject({ code: 'OBJECT_STORE_FULL' });
  });

  it('describes an artifact without fetching it: small files, and beginnings of large ones', async () => {
    const [one, other] = [await open('one'), await open('other')];
    const { content, folder: whole } = await make(one, 1, 20 * MIB);
    expect(await one.outline(id(1))).toBe(whole);
    const outline = await other.outline(id(1));
    expect(JSON.parse(await readFile(join(outline, 'config.json'), 'utf8'))).toEqual({ seed: 1 });
    const weights = await readFile(join(outline, 'inner', 'weights'));
    expect(weights).toHaveLength(20 * MIB);
    expect(weights.subarray(0, MIB).equals(content.subarray(0, MIB))).toBe(true);
    expect((await stat(join(outline, 'inner', 'weights'))).blocks * 512).toBeLessThan(2 * MIB);
    expect(await other.outline(id(1))).toBe(outline);
    expect(await copies('other')).toEqual([]);
  });

  it('removes files at the server that no artifact has, a day after they were sent', async () => {
    const store = await open('one');
    const { manifest } = await make(store, 1);
    await make(store, 2);
    await (await client()).manifests.delete(id(1));
    const day = 24 * 3600 * 1000;
    expect(await store.removeOrphans(Date.now() + day / 2)).toBe(0);
    expect(await store.removeOrphans(Date.now() + day + 1000)).toBe(Object.keys(manifest.files).length);
    expect(await (await open('other')).open(id(2))).toBeDefined();
  });

  it('is chosen by TLC_ARTIFACTS, else by the bucket being there', async () => {
    const access = accessOf({ TLC_NATS_URL: server.url });
    const plain = await connect(access);
    clients.push(plain);
    expect(await artifactPlace(access, plain)).toBe('folder');
    await client();
    expect(await artifactPlace(access, plain)).toBe('nats');
    expect(await artifactPlace(server.url, plain)).toBe('folder');
    const wrong = () => accessOf({ TLC_ARTIFACTS: 'nat' });
    expect(wrong).toThrow('Did you mean nats?');
    await openStore('nats', plain, join(folder, 'home'));
    expect((await readdir(join(folder, 'home'))).sort()).toEqual(['copies', 'staging', 'unsent', 'uses', 'work']);
  });
});
