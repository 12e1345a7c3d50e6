import { readFile, stat, statfs } from 'node:fs/promises';
import { logOf } from './launch.js';

const ENOUGH_BYTES = 4 * 1024 * 1024;

/** Whether a server has met a full disk since it started. It does not write to that stream again, even when there is
 * space, until it is started anew. */
export async function metFullDisk(store: string): Promise<boolean> {
  const { size } = await stat(logOf(store)).catch(() => ({ size: 0 }));
  return size > 0 && (await readFile(logOf(store), 'utf8')).includes('no space left on device');
}

/** Whether there is space again for a server to start with. */
export async function hasSpace(store: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(store);
  return bavail * bsize >= ENOUGH_BYTES;
}
