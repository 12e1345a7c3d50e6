import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchFromHub } from './fetch-from-hub.js';
import { serveHub } from './fixtures/hub-server.js';
import { hubFolder, pinHubReference } from './pin.js';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const config = Buffer.from('{"model_type": "bert"}');
const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');

let hub: Awaited<ReturnType<typeof serveHub>>;
let home: string;
let environment: NodeJS.ProcessEnv;
beforeAll(async () => {
  hub = await serveHub({ 'tiny/bert': { commit: COMMIT, files: { 'config.json': { content: config } } } });
});
afterAll(() => hub.close());
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'tlc-hub-'));
  environment = { HF_ENDPOINT: hub.address, HF_HOME: home };
  // The library says on the console what it downloads
  jest.spyOn(console, 'debug').mockImplementation(() => undefined);
});
afterEach(() => rm(home, { recursive: true }));

const fetchModel = () => fetchFromHub('tiny/bert', undefined, { environment, pauses: [1, 1], patience: 2000 });

describe('a reference', () => {
  const offline = () => ({ environment: { ...environment, HF_HUB_OFFLINE: '1' } });

  it('is pinned to the commit that its revision is at', async () => {
    const pinned = { text: `hub:tiny/bert@${COMMIT}`, digest: sha256(Buffer.from(`hub:tiny/bert@${COMMIT}`)) };
    for (const text of ['hub:tiny/bert', 'hub:tiny/bert@v1']) {
      expect(await pinHubReference(text, { environment })).toEqual(pinned);
    }
    hub.requests.length = 0;
    expect(await pinHubReference(pinned.text, { environment })).toEqual(pinned);
    expect(hub.requests).toEqual([]);
  });

  it('without a commit is pinned to its files', async () => {
    const models = join(home, 'models');
    await mkdir(join(models, 'tiny/bert'), { recursive: true });
    const file = join(models, 'tiny/bert/config.json');
    const pin = () => pinHubReference('hub:tiny/bert', { environment: { TLC_HUB_FOLDER: models } });
    await writeFile(file, config);
    const first = await pin();
    expect(first).toEqual({ text: 'hub:tiny/bert', digest: sha256(Buffer.from(`${sha256(config)} config.json\0`)) });
    await writeFile(file, '{}');
    expect((await pin()).digest).not.toBe(first.digest);
    expect(await hubFolder('hub:tiny/bert', { environment: { TLC_HUB_FOLDER: models } })).toBe(
      join(models, 'tiny/bert'),
    );
  });

  it('is known offline where the cache knows it', async () => {
    await expect(pinHubReference('hub:tiny/bert', offline())).rejects.toMatchObject({ code: 'HUB_OFFLINE' });
    expect(await hubFolder('hub:tiny/bert', offline())).toBeUndefined();
    const { folder } = await fetchModel();
    expect(await pinHubReference('hub:tiny/bert', offline())).toMatchObject({ text: `hub:tiny/bert@${COMMIT}` });
    expect(await hubFolder('hub:tiny/bert', { environment })).toBe(folder);
  });
});
