import type { FolderStore } from '#artifacts';
import { TlcError } from '#contracts';
import { type Target, serverOf } from './target.js';

/** The store of a target: that of the home folder, or of a server that keeps artifacts. The connection stays open: the
 * command ends with its process. Where nothing says that the server keeps any, one that is away is not needed.
 * @throws TlcError as connect, where TLC_ARTIFACTS=nats */
export async function storeOf(target: Target): Promise<FolderStore> {
  const { openFolderStore } = await import('#artifacts');
  if (target.kind !== 'remote') return openFolderStore(target.home);
  const access = await serverOf(target);
  const { connect, saidPlace } = await import('#messaging');
  const said = saidPlace(access);
  if (said === 'folder') return openFolderStore(target.home);
  const { artifactPlace, openStore } = await import('#runtime');
  const client = await connect(access, { name: 'tlc' }).catch((error: unknown) => {
    if (said === undefined && error instanceof TlcError && error.code === 'SERVER_UNREACHABLE') return undefined;
    throw error;
  });
  if (!client) return openFolderStore(target.home);
  return openStore(await artifactPlace(access, client), client, target.home);
}
