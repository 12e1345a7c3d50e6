import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exists } from '../file/exists.js';

/** What was made here and is not yet at the server: a file an artifact, there from before the artifact is until its
 * manifest is at the server. Nobody else has such a copy, so that it stays. */
export interface Unsent {
  add(id: string): Promise<void>;
  has(id: string): Promise<boolean>;
  remove(id: string): Promise<void>;
}

export async function openUnsent(home: string): Promise<Unsent> {
  const folder = join(home, 'unsent');
  await mkdir(folder, { recursive: true });
  return {
    add: (id) => writeFile(join(folder, id), ''),
    has: (id) => exists(join(folder, id)),
    remove: (id) => rm(join(folder, id), { force: true }),
  };
}
