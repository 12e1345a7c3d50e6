import { cachedCommit } from './cache.js';
import { fromCache, fromFolder } from './offline.js';
import { fromHub, hubCommit } from './online.js';
import type { HubModel, HubOptions } from './model.js';
import { checkedReference, type HubReference } from './reference.js';
import { REQUESTS } from './requests.js';
import { hubSettings } from './settings.js';

/**
 * Fetches a model from the hub into the cache that Hugging Face's libraries share, or takes it from there: the files
 * that reading it needs, each compared with the hash that the hub has for it. Where `TLC_HUB_FOLDER` names a folder of
 * models, or `HF_HUB_OFFLINE` is set, the hub is not asked.
 *
 * @param id `organisation/name`
 * @param revision a branch, a tag or a commit; undefined: the main branch
 * @throws TlcError HUB_ID_INVALID, HUB_MODEL_MISSING, HUB_ACCESS_DENIED, HUB_UNREACHABLE, HUB_OFFLINE, HUB_FILE_CORRUPT,
 * CONFIG_WRONG_VALUE for a variable, DISK_FULL
 */
export async function fetchFromHub(id: string, revision?: string, options: HubOptions = {}): Promise<HubModel> {
  const reference = checkedReference(id, revision);
  const settings = hubSettings(options.environment ?? process.env);
  if (settings.folder !== undefined) return fromFolder(settings.folder, reference);
  if (settings.isOffline) return fromCache(settings.cache, reference);
  return fromHub(settings, reference, { ...REQUESTS, ...options });
}

/**
 * The commit that a revision is at, by one request; offline, the one that the cache knows. A plan names a model by it:
 * what a branch is at may change between a plan and its run.
 *
 * @returns undefined for a folder of models that does not say, and offline for what the cache lacks
 * @throws TlcError HUB_ID_INVALID, HUB_MODEL_MISSING, HUB_ACCESS_DENIED, HUB_UNREACHABLE
 */
export async function commitOnHub(
  { id, revision }: HubReference,
  options: HubOptions = {},
): Promise<string | undefined> {
  const reference = checkedReference(id, revision);
  const settings = hubSettings(options.environment ?? process.env);
  if (settings.folder !== undefined) return (await fromFolder(settings.folder, reference)).commit;
  if (settings.isOffline) return cachedCommit(settings.cache, reference);
  return hubCommit(settings, reference, { ...REQUESTS, ...options });
}
