import { join } from 'node:path';
import { lastLines, runChild } from './child.mjs';
import { SetupError } from './failures.mjs';

/**
 * Compiles apps/ and libs/ to dist/; what did not change is not compiled again.
 *
 * @param {string} root
 * @throws {SetupError} SETUP_BUILD
 */
export async function ensureBuild(root) {
  const { code, output } = await runChild(process.execPath, [join(root, 'tools/build/build.mjs')], { cwd: root });
  if (code !== 0) throw new SetupError('SETUP_BUILD', `the build failed:\n${lastLines(output, 15)}`);
}
