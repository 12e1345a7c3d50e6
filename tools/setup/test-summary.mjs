import { readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** A project's tests, as its reporter (tools/test) counts them. @typedef {{ passed: number, failed: number, skipped: number }} TestCounts */

/** Nx keeps these files as outputs of its test tasks, so that a task that it need not run again counts too. @param {string} root */
const resultsFolder = (root) => join(root, '.tlc/test-results');

/** @param {string} root */
export async function clearResults(root) {
  await rm(resultsFolder(root), { recursive: true, force: true });
}

/**
 * The closing words of `npm test`. What failed without being a counted test (a lint, a type check, a test runner that
 * could not start) makes at least one failure.
 *
 * @param {string} root
 * @param {number} code the exit code of the whole
 */
export async function summarize(root, code) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  const folder = resultsFolder(root);
  for (const name of await readdir(folder).catch(() => [])) {
    const counts = /** @type {TestCounts} */ (JSON.parse(await readFile(join(folder, name), 'utf8')));
    sum.passed += counts.passed;
    sum.failed += counts.failed;
    sum.skipped += counts.skipped;
  }
  const failed = code === 0 ? sum.failed : Math.max(1, sum.failed);
  const skipped = sum.skipped > 0 ? `${sum.skipped} skipped\n` : '';
  return `\n${skipped}${sum.passed} passed, ${failed} failed`;
}
