#!/usr/bin/env node
/**
 * `node tools/setup/run.mjs start|test|tlc|bench [arguments]`: brings this checkout to the point where the command can
 * run, then runs it. What is ready already costs milliseconds; the second time, that is everything.
 */
import { join } from 'node:path';
import { ensureBuild } from './build.mjs';
import { COMMANDS } from './commands.mjs';
import { commandEnvironment } from './environment.mjs';
import { SetupError, fileFailure } from './failures.mjs';
import { guardSetup } from './interrupt.mjs';
import { withLock } from './lock.mjs';
import { findPlace } from './place.mjs';
import { createProgress } from './progress.mjs';
import { setUp } from './setup.mjs';

const progress = createProgress();

/** @param {string} name @param {string[]} args */
async function main(name, args) {
  const command = COMMANDS[name];
  if (!command) throw new SetupError('SETUP_USAGE', `there is no command ${name ?? '(none given)'}`);
  const place = findPlace(process.env);
  const release = guardSetup();
  const waiting = () => progress.note('waiting for another set-up of this checkout');
  await withLock(
    join(place.state, 'lock'),
    async () => {
      await setUp(place, process.env, progress);
      await ensureBuild(place.root, progress);
    },
    waiting,
  );
  release();
  return command({ root: place.root, env: commandEnvironment(process.env), args });
}

try {
  const [name, ...args] = process.argv.slice(2);
  process.exitCode = await main(name, args);
} catch (error) {
  const failure = fileFailure(error, 'the checkout or its cache');
  if (!(failure instanceof SetupError)) throw failure;
  progress.failure(failure.lines());
  process.exitCode = 1;
}
