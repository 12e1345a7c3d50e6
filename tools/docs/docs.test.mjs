import assert from 'node:assert/strict';
import { readFile, readdir, access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { generated, root } from './generate.mjs';

const read = (path) => readFile(join(root, path), 'utf8');

describe('the docs', () => {
  it('hold what the contracts say now (else run `node tools/docs/generate.mjs`)', async () => {
    for (const [path, text] of Object.entries(await generated())) assert.equal(await read(path), text, path);
  });

  it('name every error code that the sources throw', async () => {
    const codes = new Set((await read('docs/errors.md')).match(/^\| `([A-Z_]+)`/gm)?.map((m) => m.slice(3, -1)));
    for (const folder of ['libs', 'apps']) {
      for (const entry of await readdir(join(root, folder), { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !/\.ts$/.test(entry.name)) continue;
        const text = await readFile(join(entry.parentPath, entry.name), 'utf8');
        for (const [, code] of text.matchAll(/new TlcError\(\s*'([A-Z_]+)'/g)) {
          assert.ok(codes.has(code), `${entry.name} throws ${code}`);
        }
      }
    }
  });

  it('link to files that are there', async () => {
    const docs = await readdir(join(root, 'docs'), { recursive: true });
    for (const path of ['README.md', ...docs.filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)]) {
      for (const [, target] of (await read(path)).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)) {
        await access(join(root, dirname(path), target)).catch(() => assert.fail(`${path} links to ${target}`));
      }
    }
  });
});
