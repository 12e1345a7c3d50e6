import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Folder of the files and folders that the services of a private server may read, a file each: whoever may write here is
 * the account itself, and a client of the server is not. */
const folderOf = (home: string) => join(home, 'input-roots');

/** What the services of a private server may read. */
export function readGrants(home: string): readonly string[] {
  try {
    const folder = folderOf(home);
    return readdirSync(folder).flatMap((name) =>
      name.endsWith('.txt') ? [readFileSync(join(folder, name), 'utf8')] : [],
    );
  } catch {
    return [];
  }
}

/** Lets the services of a private server read these files and folders. Each has its own file, so that commands beside each
 * other take nothing from one another. */
export async function grant(home: string, paths: readonly string[]): Promise<void> {
  const folder = folderOf(home);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const known = new Set(readGrants(home));
  for (const path of new Set(paths)) {
    if (known.has(path)) continue;
    const file = join(folder, createHash('sha256').update(path).digest('hex').slice(0, 16));
    await writeFile(`${file}.${process.pid}`, path);
    await rename(`${file}.${process.pid}`, `${file}.txt`);
  }
}

/** Forgets what an earlier server was let read. */
export async function forgetGrants(home: string): Promise<void> {
  await rm(folderOf(home), { recursive: true, force: true });
}
