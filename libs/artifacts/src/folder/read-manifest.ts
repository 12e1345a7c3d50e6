import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TlcError } from '#contracts';
import type { Manifest } from '../manifest.js';
import { recipeId } from '../recipe/recipe-id.js';
import { type Layout, MANIFEST } from './layout.js';

/** The manifest of an artifact, whose recipe must be the one that its id was made from.
 * @param folder of another copy of it
 * @throws TlcError ARTIFACT_UNKNOWN, ARTIFACT_CORRUPT, NAME_INVALID */
export async function readManifest(layout: Layout, id: string, folder = layout.artifact(id)): Promise<Manifest> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw TlcError.from(error, 'ARTIFACT_CORRUPT');
    throw new TlcError('ARTIFACT_UNKNOWN', `there is no artifact ${id} in ${layout.artifacts}`, { details: { id } });
  });
  const manifest = parse(text);
  if (!isOf(id, manifest)) throw changed(id, MANIFEST);
  return manifest;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a value is the manifest of the artifact of this id. */
export function isOf(id: string, value: unknown): value is Manifest {
  const manifest = value as Manifest | null | undefined;
  if (typeof manifest?.recipe !== 'object' || typeof manifest.files !== 'object') return false;
  return manifest.id === id && recipeId(manifest.recipe) === id;
}

/** The error for a file that is not what was stored. */
export function changed(id: string, file: string, how = 'is not what was stored'): TlcError {
  return new TlcError('ARTIFACT_CORRUPT', `artifact ${id}: ${file} ${how}`, { details: { id, file } });
}
