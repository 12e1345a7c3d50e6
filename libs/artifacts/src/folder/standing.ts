import { TlcError } from '#contracts';
import { artifactDigest } from '../digest/artifact-digest.js';
import type { Manifest } from '../manifest.js';
import type { Layout } from './layout.js';
import { readManifest } from './read-manifest.js';

/** The manifest of an artifact, if nothing that it was made from has been made anew with another content since.
 * @throws TlcError ARTIFACT_CORRUPT, NAME_INVALID */
export async function standing(layout: Layout, id: string): Promise<Manifest | undefined> {
  const manifest = await manifestIfThere(layout, id);
  for (const [input, digest] of Object.entries(manifest?.madeFrom ?? {})) {
    const found = await manifestIfThere(layout, input);
    if (found && artifactDigest(found) !== digest) return undefined;
  }
  return manifest;
}

async function manifestIfThere(layout: Layout, id: string): Promise<Manifest | undefined> {
  return readManifest(layout, id).catch((error: unknown) => {
    if (error instanceof TlcError && error.code === 'ARTIFACT_UNKNOWN') return undefined;
    throw error;
  });
}
