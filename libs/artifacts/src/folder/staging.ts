import { mkdtemp, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hasEnded, processMark } from '../owner/process-mark.js';
import { checkId } from '../recipe/artifact-id.js';
import type { Layout } from './layout.js';

const OLD_MS = 7 * 24 * 3600 * 1000;

/** A new empty folder named after the artifact and this process. */
export async function stage(layout: Layout, id: string): Promise<string> {
  await mkdir(layout.staging, { recursive: true });
  return mkdtemp(join(layout.staging, `${checkId(id).slice(0, 16)}.${processMark()}.`));
}

/** Removes the folders of processes that have ended; those of other machines and containers after a week. */
export async function removeStale(layout: Layout): Promise<void> {
  for (const name of await readdir(layout.staging).catch(() => [])) {
    const folder = join(layout.staging, name);
    const isStale = hasEnded(name.split('.')[1] ?? '') ?? (await isOld(folder));
    if (isStale) await rm(folder, { recursive: true, force: true });
  }
}

async function isOld(folder: string): Promise<boolean> {
  const found = await stat(folder).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > OLD_MS;
}
