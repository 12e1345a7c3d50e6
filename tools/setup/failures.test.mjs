import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { FAILURES, SUPPLY, SetupError, fileFailure } from './failures.mjs';

const page = readFileSync(new URL('../../docs/setup.md', import.meta.url), 'utf8');
/** Made of the file system's errors, in failures.mjs itself. */
const FILE_FAILURES = ['SETUP_DISK_FULL', 'SETUP_CACHE'];
const sources = readdirSync(new URL('.', import.meta.url))
  .filter((name) => /^(?!failures).*(?<!test)\.mjs$/.test(name))
  .map((name) => readFileSync(new URL(name, import.meta.url), 'utf8'))
  .join('\n');

test('docs/setup.md has a line for every code, and no code that does not exist', () => {
  const documented = [...page.matchAll(/^\| `(SETUP_\w+)` +\|/gm)].map(([, code]) => code);
  assert.deepEqual(documented.sort(), Object.keys(FAILURES).sort());
});

test('every code is used', () => {
  const used = (/** @type {string} */ code) => sources.includes(`'${code}'`) || FILE_FAILURES.includes(code);
  assert.deepEqual(
    Object.keys(FAILURES).filter((code) => !used(code)),
    [],
  );
});

test('docs/setup.md tells every variable that supplies a piece', () => {
  for (const [name] of Object.values(SUPPLY)
    .flat()
    .join(' ')
    .matchAll(/TLC_\w+/g))
    assert.match(page, new RegExp(name));
});

test('a message has the code, what happened, why, and each way on', () => {
  const lines = new SetupError('SETUP_DOWNLOAD', 'it did not come', { part: 'NATS server' }).lines();
  assert.equal(lines[0], 'SETUP_DOWNLOAD: it did not come');
  assert.match(lines.join('\n'), /why: no network[^]*PIP_INDEX_URL[^]*PATH[^]*TLC_NATS_SERVER=/);
});

test('an error of the file system that is not about room or rights stays itself', () => {
  const error = Object.assign(new Error('gone'), { code: 'ENOENT' });
  assert.equal(fileFailure(error, '/x'), error);
});
