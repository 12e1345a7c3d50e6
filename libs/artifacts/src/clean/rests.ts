import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from '#contracts';
import type { Layout } from '../folder/layout.js';
import { hasEnded } from '../owner/process-mark.js';

/** A file or folder that nobody needs any more, or goes on with. */
export interface Rest {
  readonly path: string;
  readonly bytes: number;
}

/** What ended processes left in a home folder: checkpoints of jobs that nobody works at (failed, cancelled, killed), with
 * their claims, and the files in which servers said their ports.
 * @param before only what was written before this time, ISO 8601; left out: all */
export async function restsOf(layout: Layout, before?: string): Promise<Rest[]> {
  const server = join(layout.home, 'nats');
  const ports = (await names(server)).filter((name) => {
    const pid = /^nats-server_(\d+)\.ports$/.exec(name)?.[1];
    return pid !== undefined && !isAlive(Number(pid));
  });
  const work = await names(layout.work);
  const claimed = new Set<string>();
  for (const name of work) {
    if (!name.endsWith('.claim')) continue;
    const mark = await readFile(join(layout.work, name), 'utf8').catch(() => '');
    // Of another machine's process nothing can be known
    if (hasEnded(mark) !== true) claimed.add(name.slice(0, -'.claim'.length));
  }
  const left = work.filter((name) => !claimed.has(name.split('.')[0]));
  const paths = [...left.map((name) => join(layout.work, name)), ...ports.map((name) => join(server, name))];
  const rests: Rest[] = [];
  for (const path of paths) {
    const { bytes, newest } = await measure(path);
    if (before === undefined || newest < Date.parse(before)) rests.push({ path, bytes });
  }
  return rests;
}

const names = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

/** One file after the other, however many there are. */
async function measure(path: string): Promise<{ bytes: number; newest: number }> {
  const about = await lstat(path).catch(() => undefined);
  if (!about) return { bytes: 0, newest: 0 };
  let [bytes, newest] = [about.isFile() ? about.size : 0, about.mtimeMs];
  for (const name of about.isDirectory() ? await names(path) : []) {
    const inner = await measure(join(path, name));
    bytes += inner.bytes;
    newest = Math.max(newest, inner.newest);
  }
  return { bytes, newest };
}
