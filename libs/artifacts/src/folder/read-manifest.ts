import { readFile } from 'node:fs/promises';
import { TlcError } from '#contracts';
import type { Manifest } from '../manifest.js';
import { recipeId } from '../recipe/recipe-id.js';
import { type Layout, MANIFEST } from './layout.js';

/** The manifest of an artifact, whose recipe must be the one that its id was made from.
 * @throws TlcError ARTIFACT_UNKNOWN, ARTIFACT_CORRUPT, NAME_INVALID */
export async function readManifest(layout: Layout, id: string): Promise<Manifest> {
  const text = await readFile(layout.manifest(id), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw TlcError.from(error, 'ARTIFACT_CORRUPT');
    throw new TlcError('ARTIFACT_UNKNOWN', `there is no artifact ${id} in ${layout.artifacts}`, { details: { id } });
  });
  const manifest = parse(text);
  if (!manifest || manifest.id !== id || recipeId(manifest.recipe) !== id) throw changed(id, MANIFEST);
  return manifest;
}

function parse(text: string): Manifest | undefined {
  try {
    const manifest = JSON.parse(text) as Manifest | null;
    return typeof manifest?.recipe === 'object' && typeof manifest.files === 'object' ? manifest : undefined;
  } catch {
    return undefined;
  }
}

/** The error for a file that is not what was stored. */
export function changed(id: string, file: string, how = 'is not what was stored'): TlcError {
  return new TlcError('ARTIFACT_CORRUPT', `artifact ${id}: ${file} ${how}`, { details: { id, file } });
}
