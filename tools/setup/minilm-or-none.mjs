import { SetupError } from './failures.mjs';
import { guardSetup } from './interrupt.mjs';

/**
 * The folder of the pre-trained model that set-up fetches; undefined where it cannot be had, which is said.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {import('./progress.mjs').Progress} progress
 * @param {typeof import('./find-minilm.mjs').findMiniLm} find
 * @returns {Promise<string | undefined>}
 */
export async function miniLmOrNone(env, progress, find) {
  const release = guardSetup();
  try {
    return await find(env, progress);
  } catch (error) {
    // Who names a folder means it
    if (!(error instanceof SetupError) || error.code === 'SETUP_SUPPLIED') throw error;
    progress.note(error.lines().join('\n'));
    return undefined;
  } finally {
    release();
  }
}
