import { constants, type Stats } from 'node:fs';
import { type FileHandle, open, readdir, readlink, realpath, stat } from 'node:fs/promises';
import { TlcError } from '#contracts';
import { currentLimits, isWithin } from './limits.js';
import { locateInput, outside } from './locate.js';

/** No link at the end, for links are resolved; and no waiting for somebody to write into a pipe. */
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Opens a file that a job reads: the one door for that. What was opened is looked at once more, so that nothing is won by
 * changing a link or a file between the look and the opening.
 * @throws TlcError INPUT_OUTSIDE; INPUT_NOT_REGULAR for folders, pipes, sockets and devices; the system's error where it is
 * missing */
export async function openInput(path: string): Promise<FileHandle> {
  const real = await locateInput(path);
  refuseOthers(await stat(real), path, 'file');
  const file = await open(real, FLAGS);
  try {
    refuseOthers(await file.stat(), path, 'file');
    await checkOpened(file, real, path);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** The content of a file that a job reads. @throws TlcError as openInput */
export async function readInput(path: string): Promise<Buffer> {
  const file = await openInput(path);
  try {
    return await file.readFile();
  } finally {
    await file.close();
  }
}

/** What a path leads to. @throws TlcError as openInput, but for folders */
export async function statInput(path: string): Promise<Stats> {
  const found = await stat(await locateInput(path));
  refuseOthers(found, path, 'file or folder');
  return found;
}

/** The names in a folder. @throws TlcError INPUT_OUTSIDE; the system's error where it is none */
export async function listInput(folder: string): Promise<string[]> {
  return readdir(await locateInput(folder));
}

function refuseOthers(found: Stats, given: string, wanted: 'file' | 'file or folder'): void {
  if (found.isFile() || (wanted !== 'file' && found.isDirectory())) return;
  const message = `${given} is ${kindOf(found)}; a ${wanted} was expected`;
  throw new TlcError('INPUT_NOT_REGULAR', message, { details: { path: given } });
}

function kindOf(found: Stats): string {
  if (found.isDirectory()) return 'a folder';
  if (found.isFIFO()) return 'a pipe';
  if (found.isSocket()) return 'a socket';
  return 'a device';
}

/** Linux says where an open file lies; elsewhere its path is resolved once more. */
async function checkOpened(file: FileHandle, real: string, given: string): Promise<void> {
  const limits = currentLimits();
  if (!limits) return;
  const where = await readlink(`/proc/self/fd/${file.fd}`).catch(() => realpath(real));
  if (!isWithin(where, limits)) throw outside(given);
}
