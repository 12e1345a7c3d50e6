import type { ArtifactStore, Manifest } from '#artifacts';

/** The JSON of one file of an artifact, undefined where the artifact has no such file.
 * @throws TlcError ARTIFACT_CORRUPT, OBJECT_MISSING, OBJECT_CORRUPT */
export async function readArtifactJson<T>(
  store: ArtifactStore,
  manifest: Manifest,
  file: string,
): Promise<T | undefined> {
  if (!manifest.files[file]) return undefined;
  return JSON.parse((await store.read(manifest, file)).toString('utf8')) as T;
}
