import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { TlcError } from '#contracts';
import { cachedCommit, filesOf, snapshotFolder } from './cache.js';
import { commitOnHub, fetchFromHub } from './fetch-from-hub.js';
import type { HubOptions } from './model.js';
import { parseHubReference } from './reference.js';
import { hubSettings } from './settings.js';

/** A reference that means the same files whenever it is followed. */
export interface PinnedReference {
  /** `hub:organisation/name@commit`; without the commit where a folder of models does not say it. */
  readonly text: string;
  /** What decides the files, as a digest: of the commit, or of the files where there is none. */
  readonly digest: string;
}

/**
 * Pins `hub:organisation/name@revision` to the commit that the revision is at now. A commit needs no request.
 *
 * @throws TlcError HUB_ID_INVALID, HUB_MODEL_MISSING, HUB_ACCESS_DENIED, HUB_UNREACHABLE, HUB_OFFLINE
 */
export async function pinHubReference(text: string, options: HubOptions = {}): Promise<PinnedReference> {
  const reference = parseHubReference(text);
  const { id } = reference;
  const commit = await commitOnHub(reference, options);
  if (commit !== undefined) {
    const pinned = `hub:${id}@${commit}`;
    return { text: pinned, digest: sha256(pinned) };
  }
  const { isOffline, folder } = hubSettings(options.environment ?? process.env);
  if (isOffline && folder === undefined) {
    throw new TlcError('HUB_OFFLINE', `The cache does not know what ${text} is, and the hub is not asked.`);
  }
  const { files } = await fetchFromHub(id, reference.revision, options);
  return { text, digest: sha256(files.map((file) => `${file.sha256} ${file.path}\0`).join('')) };
}

/** The folder of a model of the hub where this machine has it already; it is not checked, and nothing is asked. */
export async function hubFolder(text: string, options: HubOptions = {}): Promise<string | undefined> {
  const reference = parseHubReference(text);
  const settings = hubSettings(options.environment ?? process.env);
  const commit = settings.folder === undefined ? await cachedCommit(settings.cache, reference) : undefined;
  const { folder: models, cache } = settings;
  const folder =
    models === undefined ? commit && snapshotFolder(cache, reference.id, commit) : join(models, reference.id);
  return folder && (await filesOf(folder)).includes('config.json') ? folder : undefined;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
