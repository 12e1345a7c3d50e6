import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { makeWorkspace, root } from './testing/workspace.mjs';

/** @type {Awaited<ReturnType<typeof makeWorkspace>>} */
let workspace;
before(async () => {
  workspace = await makeWorkspace();
});
after(() => workspace.remove());

const generate = (/** @type {string} */ name) =>
  workspace.run('nx/dist/bin/nx.js', 'g', './tools/generators:compression-plugin', name, '--no-interactive');

const files = async (/** @type {string} */ folder) =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

describe('nx g ./tools/generators:compression-plugin', () => {
  it('makes one folder, with the files that every plugin has', async () => {
    await generate('my-method');
    assert.deepEqual(await readdir(join(workspace.folder, 'libs/plugins')), ['my-method']);
    const made = await files(join(workspace.folder, 'libs/plugins/my-method'));
    const sibling = await files(join(root, 'libs/plugins/magnitude-pruning'));
    assert.deepEqual(
      made.filter((file) => !sibling.includes(file)),
      [],
    );
    for (const file of ['config', 'plan', 'apply', 'index']) assert.ok(made.includes(`src/${file}.ts`));
  });

  it('makes a plugin that type-checks, is formatted, and passes the conformance test and its own', async () => {
    const folder = 'libs/plugins/my-method';
    await workspace.run('typescript/bin/tsc', '-p', `${folder}/tsconfig.json`);
    await workspace.run('prettier/bin/prettier.cjs', '--check', folder);
    const printed = await workspace.run('jest/bin/jest.js', '-c', `${folder}/jest.config.mjs`, '--verbose');
    assert.match(printed, /my-method is a compression plugin: it\s+✓ has an id/);
    assert.match(printed, /✓ plans the size of the file within 1 %/);
    assert.doesNotMatch(printed, /✕/);
  });

  it('overwrites nothing, and refuses what cannot be a name', async () => {
    const readme = join(workspace.folder, 'libs/plugins/my-method/README.md');
    const before = await readFile(readme, 'utf8');
    await assert.rejects(generate('my-method'), /libs\/plugins\/my-method is there already/);
    assert.equal(await readFile(readme, 'utf8'), before);
    await assert.rejects(generate('../up'), /should match the pattern/);
    assert.deepEqual(await readdir(join(workspace.folder, 'libs/plugins')), ['my-method']);
  });
});
