import { constants } from 'node:os';
import { removeScratchFolders } from './cache.mjs';
import { killChildren } from './child.mjs';
import { releaseLocks } from './lock.mjs';

/** @type {NodeJS.Signals[]} */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Makes an interrupted set-up end at once and leave nothing running and nothing half done.
 *
 * @returns {() => void} gives the signals back
 */
export function guardSetup() {
  /** @param {NodeJS.Signals} signal */
  const end = (signal) => {
    killChildren();
    removeScratchFolders();
    releaseLocks();
    process.stderr.write('\nset-up was interrupted; the same command goes on from here\n');
    process.exit(128 + constants.signals[signal]);
  };
  for (const signal of SIGNALS) process.on(signal, end);
  return () => SIGNALS.forEach((signal) => process.off(signal, end));
}
