import { join } from 'node:path';
import { lastLines, runChild } from './child.mjs';
import { SetupError } from './failures.mjs';

/** A build that takes longer than this is shown; one that finds nothing to do takes a tenth of a second. */
const SHOW_AFTER_MS = 500;

/**
 * Compiles apps/ and libs/ to dist/; what did not change is not compiled again.
 *
 * @param {string} root
 * @param {import('./progress.mjs').Progress} progress
 * @throws {SetupError} SETUP_BUILD
 */
export async function ensureBuild(root, progress) {
  /** @type {import('./progress.mjs').Step | undefined} */
  let step;
  const timer = setTimeout(() => (step = progress.step('build')), SHOW_AFTER_MS);
  const { code, output } = await runChild(process.execPath, [join(root, 'tools/build/build.mjs')], { cwd: root });
  clearTimeout(timer);
  if (code === 0) return step?.done();
  step?.fail();
  throw new SetupError('SETUP_BUILD', `the build failed:\n${lastLines(output, 15)}`);
}
