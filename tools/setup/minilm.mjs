#!/usr/bin/env node
/**
 * `node tools/setup/minilm.mjs` prints the folder of all-MiniLM-L6-v2, fetched into the cache the first time, for the
 * tests and benchmarks that need a real pre-trained model. Exit code 3 and a notice where it cannot be had.
 */
import { SetupError } from './failures.mjs';
import { findMiniLm } from './find-minilm.mjs';
import { guardSetup } from './interrupt.mjs';
import { createProgress } from './progress.mjs';

guardSetup();
try {
  process.stdout.write(`${await findMiniLm(process.env, createProgress())}\n`);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`the real MiniLM model cannot be had here:\n${error.lines().join('\n')}\n`);
  process.exitCode = 3;
}
