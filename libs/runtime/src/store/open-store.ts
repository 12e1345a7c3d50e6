import { type FolderStore, openFolderStore, openSharedStore } from '#artifacts';
import { numberVariable } from '#contracts';
import { type Access, type ArtifactPlace, type Client, kernelLock, saidPlace } from '#messaging';

/** Where a home folder has its copies of artifacts that a server keeps: apart from those that it alone has. */
const COPIES = 'copies';

const CACHE_BYTES = 20 * 1024 ** 3;

/** Where services at a server exchange artifacts: what TLC_ARTIFACTS says, else at the server if one of them has begun to
 * keep them there, else in a folder; of a private server always in a folder. */
export async function artifactPlace(server: string | Access, client: Client): Promise<ArtifactPlace> {
  return saidPlace(server) ?? ((await client.keepsArtifacts()) ? 'nats' : 'folder');
}

/** The store of a home folder: its own artifacts, or copies of those that the server keeps.
 * @param home left out: TLC_HOME, or `.tlc`
 * @throws TlcError CONFIG_WRONG_VALUE for a TLC_ARTIFACTS_CACHE that is none; as openFolderStore */
export async function openStore(place: ArtifactPlace, client: Client, home?: string): Promise<FolderStore> {
  if (place === 'folder') return openFolderStore(home);
  const limit = numberVariable(process.env, 'TLC_ARTIFACTS_CACHE') ?? CACHE_BYTES;
  const remote = { entries: client.manifests, objects: client.objects };
  return openSharedStore(await openFolderStore(home, COPIES), remote, { limit, lock: kernelLock });
}
