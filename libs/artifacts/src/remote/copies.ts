import { mkdir, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TlcError } from '#contracts';
import { bytesOf } from '../clean/removable.js';
import { type Layout, MANIFEST } from '../folder/layout.js';
import { moveFolder, removeFolder } from '../folder/move-folder.js';
import { readManifest } from '../folder/read-manifest.js';
import { stage } from '../folder/staging.js';
import type { Manifest } from '../manifest.js';
import { isArtifactId } from '../recipe/artifact-id.js';

/** A copy of an artifact, or of its outline, on this machine. */
export interface Copy {
  readonly id: string;
  readonly folder: string;
  readonly bytes: number;
  /** Milliseconds. */
  readonly used: number;
}

/** Bytes of a file that are allocated, in blocks of 512: those of an outline are fewer than it says. */
const BLOCK = 512;

/** The copies of a home folder, those that were used longest ago first. */
export async function copiesOf(layout: Layout): Promise<Copy[]> {
  const copies: Copy[] = [];
  for (const root of [layout.artifacts, layout.outlines]) {
    for (const id of (await readdir(root).catch(() => [])).filter(isArtifactId)) {
      const folder = join(root, id);
      const found = await stat(folder).catch(() => undefined);
      if (!found) continue;
      const bytes = root === layout.artifacts ? await sizeOf(layout, id) : await allocated(folder);
      copies.push({ id, folder, bytes, used: found.mtimeMs });
    }
  }
  return copies.sort((a, b) => a.used - b.used);
}

/** A damaged one counts as nothing: it is replaced when it is opened. */
const sizeOf = (layout: Layout, id: string): Promise<number> => readManifest(layout, id).then(bytesOf, () => 0);

async function allocated(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) bytes += (await stat(join(entry.parentPath, entry.name))).blocks * BLOCK;
  }
  return bytes;
}

/** Notes that a copy was used now. */
export async function touch(folder: string): Promise<void> {
  const now = new Date();
  await utimes(folder, now, now).catch(() => {});
}

export interface NewCopy {
  readonly manifest: Manifest;
  /** Where it lies then. */
  readonly folder: string;
  /** Writes the files into a folder of this process, which is renamed when all of them are there. */
  readonly fill: (staged: string) => Promise<void>;
  /** Whether what lies there already may stay: another process was faster. */
  readonly stands: () => Promise<boolean>;
}

/** Makes a copy, which is there whole or not at all.
 * @throws TlcError what `fill` throws; DISK_FULL */
export async function place(layout: Layout, { manifest, folder, fill, stands }: NewCopy): Promise<void> {
  const staged = await stage(layout, manifest.id);
  try {
    await fill(staged);
    await writeFile(join(staged, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
    await mkdir(dirname(folder), { recursive: true });
    while (!(await moveFolder(staged, folder)) && !(await stands())) await removeFolder(layout, manifest.id, folder);
  } catch (error) {
    throw TlcError.from(error);
  } finally {
    await rm(staged, { recursive: true, force: true });
  }
}
