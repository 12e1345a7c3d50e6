import { createHash } from 'node:crypto';
import type { Manifest } from '../manifest.js';

/** SHA-256, in 64 hexadecimal digits, of the paths and contents of an artifact's files, as its manifest has them. */
export function artifactDigest({ files }: Pick<Manifest, 'files'>): string {
  const hash = createHash('sha256');
  for (const path of Object.keys(files).sort()) hash.update(JSON.stringify([path, files[path].sha256]));
  return hash.digest('hex');
}
