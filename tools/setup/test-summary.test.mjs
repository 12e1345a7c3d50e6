import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { clearResults, summarize } from './test-summary.mjs';
import { temporaryFolder } from './testing/temporary.mjs';

const root = temporaryFolder();
/** @param {Record<string, object>} projects */
async function results(projects) {
  await clearResults(root);
  mkdirSync(join(root, '.tlc/test-results'), { recursive: true });
  for (const [name, counts] of Object.entries(projects)) {
    writeFileSync(join(root, '.tlc/test-results', `${name}.json`), JSON.stringify(counts));
  }
}

test('the last line adds up the projects', async () => {
  await results({ a: { passed: 3, failed: 0, skipped: 1 }, b: { passed: 4, failed: 2, skipped: 0 } });
  assert.equal((await summarize(root, 1)).split('\n').at(-1), '7 passed, 2 failed');
});

test('a lint or type check that failed shows as a failure', async () => {
  await results({ a: { passed: 3, failed: 0, skipped: 0 } });
  assert.equal((await summarize(root, 1)).split('\n').at(-1), '3 passed, 1 failed');
  assert.equal((await summarize(root, 0)).split('\n').at(-1), '3 passed, 0 failed');
});
