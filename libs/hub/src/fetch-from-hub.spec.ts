import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, readlink, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commitOnHub, fetchFromHub } from './fetch-from-hub.js';
import { refuse, serveHub } from './fixtures/hub-server.js';
import { parseHubReference } from './reference.js';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const config = Buffer.from('{"model_type": "bert"}');
const weights = Buffer.alloc(2_000_000, 'weights');
const large = (content: Buffer) => ({ content, isLarge: true });
const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');

const FILES = {
  'config.json': { content: config },
  'tokenizer.json': { content: Buffer.from('{}') },
  '1_Pooling/config.json': { content: Buffer.from('{"pooling_mode_mean_tokens": true}') },
  'model.safetensors': large(weights),
  'pytorch_model.bin': large(weights),
  'onnx/model.onnx': large(weights),
  'README.md': { content: Buffer.from('# Small') },
};

let hub: Awaited<ReturnType<typeof serveHub>>;
let home: string;
let environment: NodeJS.ProcessEnv;
beforeAll(async () => {
  hub = await serveHub({
    'tiny/bert': { commit: COMMIT, files: FILES },
    'tiny/wrong': {
      commit: COMMIT,
      files: { 'model.safetensors': { ...large(weights), wrong: Buffer.alloc(2_000_000) } },
    },
    'tiny/odd': { commit: '../../../../odd', files: {} },
    'tiny/outside': { commit: COMMIT, files: { '1_Pooling/../../../config.json': { content: config } } },
  });
});
afterAll(() => hub.close());
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'tlc-hub-'));
  environment = { HF_ENDPOINT: hub.address, HF_HOME: home };
  hub.failBy(() => false);
  hub.requests.length = 0;
  // The library says on the console what it downloads
  jest.spyOn(console, 'debug').mockImplementation(() => undefined);
});
afterEach(() => rm(home, { recursive: true }));

const fetchModel = (id = 'tiny/bert', revision?: string, more: object = {}) =>
  fetchFromHub(id, revision, { environment: { ...environment, ...more }, pauses: [1, 1], patience: 2000 });

describe('a model of the hub', () => {
  it('is fetched into the cache as Python lays it out, without what reading does not need', async () => {
    const fetched: [string, number][] = [];
    const model = await fetchFromHub('tiny/bert', undefined, {
      environment,
      onFile: (path, bytes) => fetched.push([path, bytes]),
    });
    const repository = join(home, 'hub', 'models--tiny--bert');
    expect(model.folder).toBe(join(repository, 'snapshots', COMMIT));
    const paths = ['config.json', 'tokenizer.json', '1_Pooling/config.json', 'model.safetensors'];
    expect(model.files.map(({ path }) => path)).toEqual(paths);
    expect(model).toMatchObject({ id: 'tiny/bert', commit: COMMIT });
    expect(model.files.at(-1)).toEqual({ path: 'model.safetensors', bytes: 2_000_000, sha256: sha256(weights) });
    expect(fetched).toEqual(model.files.map(({ path, bytes }) => [path, bytes]));
    expect(await readFile(join(repository, 'refs', 'main'), 'utf8')).toBe(COMMIT);
    expect(await readlink(join(model.folder, 'model.safetensors'))).toBe(`../../blobs/${sha256(weights)}`);
    expect(await readFile(join(model.folder, 'config.json'))).toEqual(config);
    expect((await readdir(join(repository, 'blobs'))).some((name) => name.endsWith('incomplete'))).toBe(false);
  });

  it('is not fetched twice, by whatever name of the commit', async () => {
    const first = await fetchModel();
    hub.requests.length = 0;
    for (const revision of [undefined, 'v1', COMMIT]) expect(await fetchModel('tiny/bert', revision)).toEqual(first);
    expect(hub.requests.filter((request) => request.includes('resolve'))).toEqual([]);
  });

  it('is taken from the cache where the hub is not to be asked', async () => {
    const first = await fetchModel();
    hub.requests.length = 0;
    for (const word of ['1', 'ON', 'yes', 'True']) {
      const again = await fetchModel('tiny/bert', undefined, { HF_HUB_OFFLINE: word });
      expect(again.files.toSorted((a, b) => (a.path < b.path ? -1 : 1))).toEqual(
        first.files.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
      );
      expect(again).toMatchObject({ commit: COMMIT, folder: first.folder });
    }
    expect(await commitOnHub({ id: 'tiny/bert' }, { environment: { ...environment, HF_HUB_OFFLINE: '1' } })).toBe(
      COMMIT,
    );
    expect(hub.requests).toEqual([]);
    await expect(fetchModel('tiny/bert', 'v2', { HF_HUB_OFFLINE: '1' })).rejects.toMatchObject({ code: 'HUB_OFFLINE' });
  });

  it('tells the commit of a branch by one request', async () => {
    expect(await commitOnHub(parseHubReference('hub:tiny/bert@v1'), { environment })).toBe(COMMIT);
    expect(hub.requests).toHaveLength(1);
  });

  it('is fetched again after the hub failed once', async () => {
    const failed = new Set<string>();
    hub.failBy(({ url }, response) => {
      if (failed.has(url!)) return false;
      failed.add(url!);
      refuse(response, 503, undefined);
      return true;
    });
    expect((await fetchModel()).files).toHaveLength(4);
    expect(failed.size).toBeGreaterThan(5);
  });
});

describe('a folder of models in place of the hub', () => {
  it('has a model by its id', async () => {
    const folder = join(home, 'models');
    await mkdir(join(folder, 'tiny/bert'), { recursive: true });
    await writeFile(join(folder, 'tiny/bert/config.json'), config);
    await writeFile(join(folder, 'tiny/bert/.hidden.json'), config);
    const model = await fetchModel('tiny/bert', undefined, { TLC_HUB_FOLDER: folder });
    const files = [{ path: 'config.json', bytes: config.length, sha256: sha256(config) }];
    expect(model).toEqual({ id: 'tiny/bert', folder: join(folder, 'tiny/bert'), files });
    const missing = fetchModel('tiny/other', undefined, { TLC_HUB_FOLDER: folder });
    await expect(missing).rejects.toMatchObject({ code: 'HUB_OFFLINE' });
    expect(hub.requests).toEqual([]);
  });

  it('knows its commit and its hashes where `hf download --local-dir` noted them', async () => {
    const folder = join(home, 'models');
    const notes = join(folder, 'tiny/bert/.cache/huggingface/download');
    await mkdir(notes, { recursive: true });
    await writeFile(join(folder, 'tiny/bert/config.json'), config);
    const note = (name: string) => writeFile(join(notes, 'config.json.metadata'), `${COMMIT}\n${name}\n1.5\n`);
    await note(createHash('sha1').update(`blob ${config.length}\0`).update(config).digest('hex'));
    const settings = { TLC_HUB_FOLDER: folder };
    expect(await fetchModel('tiny/bert', undefined, settings)).toMatchObject({ commit: COMMIT });
    expect(await fetchModel('tiny/bert', COMMIT, settings)).toMatchObject({ commit: COMMIT });
    const other = fetchModel('tiny/bert', COMMIT.replaceAll('0', 'f'), settings);
    await expect(other).rejects.toMatchObject({ code: 'HUB_OFFLINE', message: expect.stringContaining(COMMIT) });
    await note('0'.repeat(40));
    await expect(fetchModel('tiny/bert', undefined, settings)).rejects.toMatchObject({ code: 'HUB_FILE_CORRUPT' });
  });
});

describe('what cannot be fetched', () => {
  it.each(['', '/', 'a/b/c', '../etc', 'a/..', 'a/b..c', 'a--b/c', '.a/b', 'a/b?x', 'a b', `a/${'b'.repeat(99)}`])(
    'a name that is none: %j',
    async (id) => {
      await expect(fetchModel(id)).rejects.toMatchObject({ code: 'HUB_ID_INVALID' });
      expect(hub.requests).toEqual([]);
    },
  );

  it.each(['', '..', 'a/../b', 'a//b', '/a', 'a/', 'a?b', '-a'])('a revision that is none: %j', async (revision) => {
    await expect(fetchModel('tiny/bert', revision)).rejects.toMatchObject({ code: 'HUB_ID_INVALID' });
  });

  it('a text that is no reference', () => {
    expect(parseHubReference('hub:a/b@c')).toEqual({ id: 'a/b', revision: 'c' });
    expect(parseHubReference('hub:bert-base-uncased')).toEqual({ id: 'bert-base-uncased' });
    for (const text of ['a/b', 'hub:', 'hub:a/b@', 'hub:a/b@c@d']) {
      expect(() => parseHubReference(text)).toThrow(expect.objectContaining({ code: 'HUB_ID_INVALID' }));
    }
  });

  it('a model that does not exist, a revision that does not', async () => {
    await expect(fetchModel('tiny/nothing')).rejects.toMatchObject({
      code: 'HUB_MODEL_MISSING',
      message: 'The hub has no public model tiny/nothing@main.',
    });
    await expect(fetchModel('tiny/bert', 'v9')).rejects.toMatchObject({
      code: 'HUB_MODEL_MISSING',
      message: 'The hub has no such revision of tiny/bert@v9.',
    });
    const later = fetchModel('tiny/bert', COMMIT.replaceAll('0', 'f'));
    await expect(later).rejects.toMatchObject({ code: 'HUB_MODEL_MISSING' });
  });

  it('a model behind terms', async () => {
    hub.failBy((_request, response) => (refuse(response, 403, 'GatedRepo'), true));
    await expect(fetchModel()).rejects.toMatchObject({ code: 'HUB_ACCESS_DENIED' });
  });

  it('anything from a hub that is not there', async () => {
    const nobody = fetchModel('tiny/bert', undefined, { HF_ENDPOINT: 'http://127.0.0.1:9' });
    await expect(nobody).rejects.toMatchObject({ code: 'HUB_UNREACHABLE' });
  });

  it('anything from a hub that does not answer', async () => {
    hub.failBy(() => true);
    const model = fetchFromHub('tiny/bert', undefined, { environment, pauses: [1], patience: 100 });
    await expect(model).rejects.toMatchObject({ code: 'HUB_UNREACHABLE', message: expect.stringContaining('0.1 s') });
    expect(hub.requests).toHaveLength(2);
  });

  it('anything from a hub that is none', async () => {
    hub.failBy((_request, response) => (response.end('<html>'), true));
    await expect(fetchModel()).rejects.toMatchObject({ code: 'HUB_UNREACHABLE' });
  });

  it('a file whose connection breaks', async () => {
    hub.failBy((request, response) => {
      if (!request.url!.includes('resolve') || request.headers.range) return false;
      response.writeHead(200, { 'content-length': '2000000' }).write('weig');
      setTimeout(() => response.destroy(), 20);
      return true;
    });
    await expect(fetchModel()).rejects.toMatchObject({ code: 'HUB_UNREACHABLE' });
    hub.failBy(() => false);
    expect((await fetchModel()).files).toHaveLength(4);
  });

  it('a file that is not what its hash says: it is not kept', async () => {
    const error = await fetchModel('tiny/wrong').catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'HUB_FILE_CORRUPT', message: expect.stringContaining(sha256(weights)) });
    expect(await readdir(join(home, 'hub/models--tiny--wrong/blobs'))).toEqual([]);
  });

  it('a file of the cache that was changed since: it stays', async () => {
    const { folder } = await fetchModel();
    const blob = await realpath(join(folder, 'config.json'));
    await writeFile(blob, '{}');
    const message = expect.stringContaining(blob);
    await expect(fetchModel()).rejects.toMatchObject({ code: 'HUB_FILE_CORRUPT', message });
    await expect(fetchModel('tiny/bert', undefined, { HF_HUB_OFFLINE: '1' })).rejects.toMatchObject({ message });
    expect(await readFile(blob, 'utf8')).toBe('{}');
  });

  it.each([
    ['tiny/odd', 'HUB_UNREACHABLE'],
    ['tiny/outside', 'MODEL_MISSING_FILE'],
  ])('a model that would leave the cache: %s', async (id, code) => {
    await expect(fetchModel(id)).rejects.toMatchObject({ code });
    expect((await readdir(home, { recursive: true })).filter((name) => /odd$|config/.test(name))).toEqual([]);
  });

  it('a model whose fetching is cancelled', async () => {
    hub.failBy(() => true);
    const signal = AbortSignal.timeout(50);
    await expect(fetchFromHub('tiny/bert', undefined, { environment, signal })).rejects.toThrow('timeout');
  });

  it.each([
    ['HF_ENDPOINT', 'hub.example'],
    ['HF_ENDPOINT', 'file:///etc'],
    ['HF_TOKEN', 'secret'],
  ])('with %s that is none', async (name, value) => {
    const error = await fetchModel('tiny/bert', undefined, { [name]: value }).catch((reason: Error) => reason);
    expect(error).toMatchObject({ code: 'CONFIG_WRONG_VALUE', message: expect.stringContaining(name) });
    expect((error as Error).message).not.toContain('secret');
  });
});

it('a cache that another program filled is used', async () => {
  const { folder } = await fetchModel();
  const elsewhere = join(home, 'copied');
  await cp(join(home, 'hub'), elsewhere, { recursive: true, verbatimSymlinks: true });
  const model = await fetchModel('tiny/bert', COMMIT, { HF_HUB_CACHE: elsewhere, HF_HUB_OFFLINE: '1' });
  expect(model.folder).toBe(folder.replace(join(home, 'hub'), elsewhere));
  expect(model.files).toHaveLength(4);
});
