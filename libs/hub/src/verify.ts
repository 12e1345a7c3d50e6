import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { TlcError } from '#contracts';

/** A file of a model by its content. */
export interface PinnedFile {
  /** Within the model's folder, with `/`. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * The digest of a file of the cache, after its content was compared with what the hub calls it: SHA-256 for large files,
 * Git's SHA-1 for small ones. The cache names its files by that.
 *
 * @param name what the hub calls the content; left out: the name that the file has in the cache, where it has one
 * @throws TlcError HUB_FILE_CORRUPT
 */
export async function pinnedFile(folder: string, path: string, name?: string): Promise<PinnedFile> {
  const file = await realpath(join(folder, path));
  const { size } = await stat(file);
  const expected = name ?? basename(file);
  const sha256 = createHash('sha256');
  const named = { 40: createHash('sha1').update(`blob ${size}\0`), 64: sha256 }[expected.length];
  for await (const part of createReadStream(file)) {
    sha256.update(part);
    if (named !== sha256) named?.update(part);
  }
  const digest = sha256.digest('hex');
  const found = named === sha256 ? digest : named?.digest('hex');
  if (found !== undefined && found !== expected && /^[0-9a-f]+$/.test(expected)) {
    const message = `${file} is not what the hub calls ${expected}: it was changed, or not fetched whole.`;
    throw new TlcError('HUB_FILE_CORRUPT', message, { details: { path: file, expected } });
  }
  return { path, bytes: size, sha256: digest };
}
