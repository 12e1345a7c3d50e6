import { findMiniLm } from './find-minilm.mjs';
import { miniLmOrNone } from './minilm-or-none.mjs';

const WITH_MINILM = 'pipelines/minilm-sst2.yaml';
const FROM_SCRATCH = 'pipelines/sst2.yaml';

/**
 * What `npm start` gives to `tlc run`: the pipeline of the main job with the pre-trained model that set-up fetches, or where
 * that cannot be had the one that trains both models from scratch, and says so.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {import('./progress.mjs').Progress} progress
 * @param {typeof findMiniLm} find
 * @returns {Promise<string[]>}
 */
export async function mainJob(env, progress, find = findMiniLm) {
  const folder = await miniLmOrNone(env, progress, find);
  if (folder !== undefined) return [WITH_MINILM, '--set', `model=${folder}`];
  progress.note(`the pre-trained MiniLM cannot be had, so that both models are trained from scratch: ${FROM_SCRATCH}`);
  return [FROM_SCRATCH];
}
