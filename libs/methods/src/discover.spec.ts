import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { discoverPlugins, packagesNamed } from './discover.js';

/** Source of a plugin that a stranger wrote without TLC's packages at hand. */
const source = (id: string, how: string) => `
class Config {}
${how} {
  id: '${id}', version: '1.0.0', kind: 'sharing', description: 'Shares.', config: Config, example: {},
  plan: (shape) => ({ shape }),
  apply: async (model) => model,
};
`;

describe('discoverPlugins', () => {
  let base: string;
  let folder: string;
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(base, path)), { recursive: true });
    await writeFile(join(base, path), text);
  };
  beforeEach(async () => {
    base = await mkdtemp(join(tmpdir(), 'tlc-discover-'));
    folder = join(base, 'plugins');
    await mkdir(folder);
  });
  afterEach(() => rm(base, { recursive: true }));

  it('finds the folders that are there, and no longer those that were deleted', async () => {
    await write('plugins/one/src/index.ts', source('one', 'export default'));
    await write('plugins/two/src/index.ts', source('two', 'export const plugin ='));
    await mkdir(join(folder, 'deleted/src'), { recursive: true });
    const found = await discoverPlugins({ folder, packages: [], base });
    expect(found.list().map(({ id }) => id)).toEqual(['one', 'two']);
    await rm(join(folder, 'two'), { recursive: true });
    const left = await discoverPlugins({ folder, packages: [], base });
    expect(left.list().map(({ id }) => id)).toEqual(['one']);
  });

  it('finds npm packages, by exports, main or index.js, and packages by their path', async () => {
    const packages = {
      'node_modules/by-exports': { type: 'module', exports: { '.': { import: './lib/entry.js' } } },
      'node_modules/@scope/by-main': { type: 'module', main: 'main.js' },
      'my-plugin': { type: 'module' },
    };
    for (const [home, manifest] of Object.entries(packages)) {
      await write(`${home}/package.json`, JSON.stringify(manifest));
    }
    await write('node_modules/by-exports/lib/entry.js', source('by-exports', 'export default'));
    await write('node_modules/@scope/by-main/main.js', source('by-main', 'export default'));
    await write('my-plugin/index.js', source('by-path', 'export default'));
    const found = await discoverPlugins({ folder, base, packages: ['by-exports', '@scope/by-main', './my-plugin'] });
    expect(found.list().map(({ id }) => id)).toEqual(['by-exports', 'by-main', 'by-path']);
  });

  it('says what is missing in a folder, which package is not installed, and why a file cannot be loaded', async () => {
    await expect(discoverPlugins({ folder, base, packages: ['absent'] })).rejects.toMatchObject({
      code: 'PLUGIN_UNKNOWN',
      message: expect.stringContaining('absent'),
    });
    await write('plugins/broken/README.md', 'No code yet.');
    await expect(discoverPlugins({ folder, base, packages: [] })).rejects.toMatchObject({
      code: 'PLUGIN_INVALID',
      message: expect.stringContaining('broken: src/index.ts is missing'),
    });
    await write('plugins/broken/src/index.ts', 'throw new Error("no licence key");');
    await expect(discoverPlugins({ folder, base, packages: [] })).rejects.toMatchObject({
      code: 'PLUGIN_INVALID',
      message: expect.stringContaining('it cannot be loaded: no licence key'),
    });
  });

  it('reads a list of packages as TLC_PLUGINS has it', () => {
    expect(packagesNamed(' a, @scope/b,,./c ')).toEqual(['a', '@scope/b', './c']);
    expect(packagesNamed(undefined)).toEqual([]);
  });
});
