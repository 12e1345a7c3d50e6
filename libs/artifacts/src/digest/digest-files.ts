import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { TlcError } from '#contracts';
import { type FileDigest, hashFile } from './hash-file.js';
import { locateInput } from '../input/locate.js';
import { statInput } from '../input/open.js';
import { listFiles } from './list-files.js';

const known = new Map<string, FileDigest>();

/** SHA-256, in hexadecimal digits, of a file's content, or of the relative paths and contents of a folder's files:
 * another place gives the same digest. Files that did not change since the last call are not read again.
 * @param remembered digests of files by path, to be used and added to; left out: those of this process
 * @throws TlcError FILE_MISSING, FILE_EMPTY for a folder without files; INPUT_OUTSIDE, INPUT_NOT_REGULAR for any of them */
export async function digestFiles(path: string, remembered: Map<string, FileDigest> = known): Promise<string> {
  try {
    const found = await statInput(path);
    if (found.isFile()) return (await hashFile(await locateInput(path), remembered)).sha256;
    return await digestFolder(path, remembered);
  } catch (error) {
    throw TlcError.from(error, 'FILE_MISSING');
  }
}

async function digestFolder(folder: string, remembered: Map<string, FileDigest>): Promise<string> {
  const files = await listFiles(folder);
  if (files.length === 0) throw new TlcError('FILE_EMPTY', `${folder} has no files`);
  const hash = createHash('sha256');
  for (const file of files) {
    const { sha256 } = await hashFile(await locateInput(join(folder, file)), remembered);
    hash.update(`${sha256} ${file}\0`);
  }
  return hash.digest('hex');
}
