import assert from 'node:assert/strict';
import { readFile, readdir, access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
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

  it('describe the messages as AsyncAPI 3.0 asks, with examples that are what they say', async () => {
    const document = parse(await read('docs/asyncapi.yaml'));
    const specification = createRequire(import.meta.url)('@asyncapi/specs/schemas/3.0.0.json');
    const check = new Ajv({ strict: false, validateFormats: false, meta: false, validateSchema: false }).compile(
      specification,
    );
    assert.ok(check(document), JSON.stringify(check.errors?.slice(0, 3)));
    const bodies = new Ajv2020({ strictSchema: false }).addSchema(
      { $id: 'document', components: document.components },
      'document',
      false,
      false,
    );
    let examples = 0;
    for (const { payload, examples: given = [] } of Object.values(document.components.messages)) {
      for (const example of given) {
        const isBody = bodies.compile({ $ref: `document${payload.$ref}` });
        assert.ok(isBody(example.payload), JSON.stringify(isBody.errors));
        examples += 1;
      }
    }
    assert.ok(examples > 20);
  });

  it('have every reference of the AsyncAPI document', async () => {
    const document = parse(await read('docs/asyncapi.yaml'));
    const references = (value) =>
      typeof value !== 'object' || value === null
        ? []
        : Object.entries(value).flatMap(([key, inner]) => (key === '$ref' ? [inner] : references(inner)));
    const found = (reference) =>
      reference
        .slice(2)
        .split('/')
        .reduce((at, part) => at?.[part.replaceAll('~1', '/')], document);
    assert.ok(references(document).length > 100);
    for (const reference of references(document)) assert.ok(found(reference), reference);
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
