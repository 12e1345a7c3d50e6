import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { it } from 'node:test';
import { makeWorkspace, root } from './testing/workspace.mjs';

/** The files that a page shows: a path in backticks on a line of its own, then a block of code. */
async function filesOf(/** @type {string} */ page) {
  const text = await readFile(join(root, page), 'utf8');
  const found = text.matchAll(/^`([\w./-]+)`:\n\n```\w+\n(.*?)^```$/gms);
  return new Map([...found].map(([, path, content]) => [path, content]));
}

const shown = await filesOf('docs/plugins.md');

async function write(/** @type {string} */ folder, /** @type {string} */ beginning) {
  for (const [path, content] of shown) {
    if (!path.startsWith(beginning)) continue;
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

it('the example of docs/plugins.md type-checks and passes the conformance test', async () => {
  const workspace = await makeWorkspace();
  const plugin = 'libs/plugins/trained-rounding';
  try {
    await write(workspace.folder, plugin);
    for (const file of ['tsconfig.json', 'jest.config.mjs']) {
      const sibling = await readFile(join(root, 'libs/plugins/magnitude-pruning', file), 'utf8');
      await writeFile(join(workspace.folder, plugin, file), sibling);
    }
    await workspace.run('typescript/bin/tsc', '-p', `${plugin}/tsconfig.json`);
    const printed = await workspace.run('jest/bin/jest.js', '-c', `${plugin}/jest.config.mjs`, '--verbose');
    assert.match(printed, /trained-rounding is a compression plugin: it\s+✓ has an id/);
    assert.doesNotMatch(printed, /✕/);
  } finally {
    await workspace.remove();
  }
});

it('the npm package of docs/plugins.md is found by TLC_PLUGINS and passes the conformance test', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tlc-package-'));
  try {
    await write(folder, 'my-plugin/');
    await mkdir(join(folder, 'node_modules'));
    await symlink(root, join(folder, 'node_modules/tlc'));
    await symlink(join(folder, 'my-plugin'), join(folder, 'node_modules/my-plugin'));
    await writeFile(
      join(folder, 'try.mjs'),
      `import { conformance, discoverPlugins } from 'tlc/compression';
       const plugin = (await discoverPlugins()).get('bytes');
       for (const { name, run } of conformance(plugin)) {
         await run();
         console.log('passed: ' + name);
       }`,
    );
    const env = { ...process.env, TLC_PLUGINS: 'my-plugin' };
    const { status, stdout, stderr } = spawnSync(process.execPath, ['try.mjs'], { cwd: folder, env, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    // Eleven checks, and one for each family of models
    const { FAMILIES } = await import(join(root, 'dist/libs/families/src/index.js'));
    assert.equal(
      stdout.match(/^passed: /gm)?.length,
      11 + FAMILIES.filter((/** @type {any} */ { heads }) => heads.classification).length,
      stdout,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});
