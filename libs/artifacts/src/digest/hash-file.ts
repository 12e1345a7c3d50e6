import { createHash } from 'node:crypto';
import { type BigIntStats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { openInput } from '../input/open.js';

/** What was hashed: a file that changes has another `stamp`. */
export interface FileDigest {
  readonly sha256: string;
  readonly bytes: number;
  readonly stamp: string;
}

const CHUNK = 1024 * 1024;
/** File systems keep times in steps of up to 2 s: a change within one would not show. */
const SETTLED_MS = 2000;

/** SHA-256 of a file's content. A digest is remembered in `known` by the file's path, and used again while the file's
 * size, inode and times stay the same. */
export async function hashFile(path: string, known: Map<string, FileDigest>): Promise<FileDigest> {
  const file = await openInput(path);
  try {
    const stat = await file.stat({ bigint: true });
    const stamp = stampOf(stat);
    const found = known.get(path);
    if (found?.stamp === stamp) return found;
    const digest = { sha256: await hashContent(file), bytes: Number(stat.size), stamp };
    const age = Date.now() - Number(stat.ctimeNs / 1_000_000n);
    known.delete(path);
    if (age > SETTLED_MS && stampOf(await file.stat({ bigint: true })) === stamp) known.set(path, digest);
    return digest;
  } finally {
    await file.close();
  }
}

function stampOf(stat: BigIntStats): string {
  return [stat.dev, stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs].join('.');
}

async function hashContent(file: FileHandle): Promise<string> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(CHUNK);
  for (let position = 0; ;) {
    const { bytesRead } = await file.read(buffer, 0, CHUNK, position);
    if (bytesRead === 0) return hash.digest('hex');
    hash.update(buffer.subarray(0, bytesRead));
    position += bytesRead;
  }
}
