import { TlcError } from '#contracts';
import { artifactDigest } from '../digest/artifact-digest.js';
import type { Manifest } from '../manifest.js';

/** The manifest of an artifact, if nothing that it was made from has been made anew with another content since.
 * @param read as ArtifactStore.manifest
 * @throws TlcError ARTIFACT_CORRUPT, NAME_INVALID */
export async function standing(read: (id: string) => Promise<Manifest>, id: string): Promise<Manifest | undefined> {
  const manifest = await manifestIfThere(read, id);
  for (const [input, digest] of Object.entries(manifest?.madeFrom ?? {})) {
    const found = await manifestIfThere(read, input);
    if (found && artifactDigest(found) !== digest) return undefined;
  }
  return manifest;
}

/** The manifest, or undefined where there is no such artifact. */
async function manifestIfThere(read: (id: string) => Promise<Manifest>, id: string): Promise<Manifest | undefined> {
  return read(id).catch((error: unknown) => {
    if (error instanceof TlcError && error.code === 'ARTIFACT_UNKNOWN') return undefined;
    throw error;
  });
}
