import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { HubReference } from './reference.js';

/** A commit by its hash. */
export const COMMIT = /^[0-9a-f]{40}$/;

const MAIN = 'main';

/** The cache's folder of a model, as Hugging Face's libraries lay it out: `refs/<branch>` has the commit that the branch
 * was at, `snapshots/<commit>/` links to `blobs/`. */
export function repositoryFolder(cache: string, id: string): string {
  return join(cache, ['models', ...id.split('/')].join('--'));
}

export const snapshotFolder = (cache: string, id: string, commit: string) =>
  join(repositoryFolder(cache, id), 'snapshots', commit);

/** The commit that a revision was at when the hub was last asked; undefined where the cache does not know. */
export async function cachedCommit(cache: string, { id, revision = MAIN }: HubReference): Promise<string | undefined> {
  if (COMMIT.test(revision)) return revision;
  const text = await readFile(join(repositoryFolder(cache, id), 'refs', revision), 'utf8').catch(() => '');
  return COMMIT.test(text.trim()) ? text.trim() : undefined;
}

/** Keeps the commit that a branch or tag is at. */
export async function keepCommit(cache: string, { id, revision = MAIN }: HubReference, commit: string): Promise<void> {
  if (revision === commit) return;
  const path = join(repositoryFolder(cache, id), 'refs', revision);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, commit);
}

/** The files of a folder by their paths with `/`, hidden ones left out; none where there is no such folder. */
export async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter((path) => !/(^|\/)\./.test(path))
    .toSorted();
}
