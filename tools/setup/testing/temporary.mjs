import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';

/** An empty folder that is removed after the tests of the file. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'tlc-setup-'));
  after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** A step that shows nothing. @type {import('../progress.mjs').Step} */
export const silentStep = { detail() {}, done() {}, fail() {} };
/** @type {import('../progress.mjs').Progress} */
export const silentProgress = { step: () => silentStep, note() {}, failure() {} };
