import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { locateFiles } from './locate-files.js';

const models = new URL('../../../families/src/families/bert', import.meta.url).pathname;
const digest = async (path: string) => `digest of ${path}`;
const spec = { name: 'from', takes: 'files', orHub: true, description: 'a model' } as const;

afterEach(() => {
  delete process.env.TLC_HUB_FOLDER;
});

describe('locateFiles', () => {
  it('makes a path absolute and takes its digest', async () => {
    const path = join(models, 'fixtures');
    expect(await locateFiles(spec, 'fixtures', models, digest)).toEqual({ path, digest: `digest of ${path}` });
  });

  it('takes a model of the hub by what decides its files, where the input takes one', async () => {
    process.env.TLC_HUB_FOLDER = models;
    const located = await locateFiles(spec, 'hub:fixtures/base', '/nowhere', digest);
    expect(located).toEqual({ path: 'hub:fixtures/base', digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const other = locateFiles({ ...spec, orHub: false }, 'hub:fixtures/base', '/nowhere', digest);
    await expect(other).rejects.toMatchObject({
      code: 'PIPELINE_WRONG_INPUT',
      message: expect.stringContaining('model.import'),
    });
  });

  it('refuses what names no model of the hub', async () => {
    await expect(locateFiles(spec, 'hub:a/../b', '/', digest)).rejects.toMatchObject({ code: 'HUB_ID_INVALID' });
  });
});
