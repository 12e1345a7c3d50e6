import { open, readdir, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { TlcError } from '#contracts';
import { hashFile } from '../digest/hash-file.js';
import type { Manifest } from '../manifest.js';
import { recipeId } from '../recipe/recipe-id.js';
import type { Commit } from '../store.js';
import { type Layout, MANIFEST } from './layout.js';
import { moveFolder } from './move-folder.js';

/** Makes a staged folder an artifact: digests of its files, the manifest, everything flushed to disk, then a rename.
 * Where another process was first, its result stands and this one is removed. Whatever fails, the staged folder is
 * removed and the store is as it was.
 * @throws TlcError DISK_FULL */
export async function commitStaged(layout: Layout, staged: string, commit: Commit): Promise<Manifest> {
  try {
    const manifest = await describe(staged, commit);
    await writeFile(join(staged, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
    await flush(staged);
    const folder = layout.artifact(manifest.id);
    await moveFolder(staged, folder);
    await flushOne(layout.artifacts);
    return manifest;
  } catch (error) {
    throw TlcError.from(error);
  } finally {
    await rm(staged, { recursive: true, force: true });
  }
}

async function describe(staged: string, commit: Commit): Promise<Manifest> {
  const files: Record<string, { bytes: number; sha256: string }> = {};
  for (const path of await filesOf(staged)) {
    const { bytes, sha256 } = await hashFile(join(staged, path), new Map());
    files[path] = { bytes, sha256 };
  }
  const { kind, recipe, seconds, summary, environment, madeFrom } = commit;
  const created = new Date().toISOString();
  return { id: recipeId(recipe), kind, recipe, files, created, seconds, summary, madeFrom, environment };
}

/** Every regular file, hidden ones too. Links would lead out of the artifact. */
async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const wrong = entries.find((entry) => !entry.isFile() && !entry.isDirectory());
  if (wrong) throw new TlcError('JOB_FAILED', `the step wrote ${wrong.name}, which is neither a file nor a folder`);
  const files = entries.filter(
    (entry) => entry.isFile() && join(entry.parentPath, entry.name) !== join(folder, MANIFEST),
  );
  return files.map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/')).sort();
}

/** To the disk: files first, then the folders that name them. */
async function flush(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    await (entry.isDirectory() ? flush(path) : flushOne(path));
  }
  await flushOne(folder);
}

async function flushOne(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
