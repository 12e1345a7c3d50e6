import { realpath, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { TlcError } from '#contracts';
import type { ListFileEntry } from '@huggingface/hub';
import { COMMIT, keepCommit, snapshotFolder } from './cache.js';
import type { HubModel, HubOptions } from './model.js';
import { neededFiles } from './needed-files.js';
import type { HubReference } from './reference.js';
import { hubFetch, persistently, unreachable, type RequestOptions } from './requests.js';
import type { HubSettings } from './settings.js';
import { pinnedFile, type PinnedFile } from './verify.js';

type Options = RequestOptions & Pick<HubOptions, 'onFile'>;

/** Most files that a repository's list may have. */
const MOST_FILES = 10_000;

/** Fetches a model into the cache, as far as it is not there.
 *
 * @throws TlcError HUB_MODEL_MISSING, HUB_ACCESS_DENIED, HUB_UNREACHABLE, HUB_FILE_CORRUPT, DISK_FULL;
 * MODEL_MISSING_FILE for a repository that holds no model */
export async function fromHub(settings: HubSettings, reference: HubReference, options: Options): Promise<HubModel> {
  const { id } = reference;
  const commit = await hubCommit(settings, reference, options);
  await keepCommit(settings.cache, reference, commit);
  const entries = await listed(settings, id, commit, options);
  const needed = neededFiles(entries);
  if (needed.length === 0) {
    const there = entries.slice(0, 20).map(({ path }) => path);
    const message = `${id} on the hub has no file of a model; it has ${there.join(', ') || 'none at all'}.`;
    throw new TlcError('MODEL_MISSING_FILE', message, { details: { model: id } });
  }
  const files: PinnedFile[] = [];
  for (const entry of needed) {
    files.push(await fetched(settings, id, commit, entry, options));
  }
  return { id, commit, folder: snapshotFolder(settings.cache, id, commit), files };
}

/** @throws TlcError as `fromHub` */
export async function hubCommit(settings: HubSettings, reference: HubReference, options: Options): Promise<string> {
  const { id, revision = 'main' } = reference;
  if (COMMIT.test(revision)) return revision;
  return asking(settings, `${id}@${revision}`, options, async (hub, common) => {
    const { sha } = await hub.modelInfo({ ...common, name: id, revision, additionalFields: ['sha'] });
    // It becomes a folder's name
    if (!COMMIT.test(sha)) throw new Error(`it says that this is commit ${JSON.stringify(sha)}`);
    return sha;
  });
}

function listed(settings: HubSettings, id: string, commit: string, options: Options): Promise<ListFileEntry[]> {
  return asking(settings, `${id}@${commit}`, options, async (hub, common) => {
    const files: ListFileEntry[] = [];
    for await (const entry of hub.listFiles({ ...common, repo: id, revision: commit, recursive: true })) {
      if (entry.type === 'file') files.push(entry);
      if (files.length > MOST_FILES) throw new Error(`it lists more than ${MOST_FILES} files`);
    }
    return files;
  });
}

async function fetched(settings: HubSettings, id: string, commit: string, entry: ListFileEntry, options: Options) {
  const { path } = entry;
  const folder = snapshotFolder(settings.cache, id, commit);
  const isThere = await exists(join(folder, path));
  if (!isThere) {
    options.onFile?.(path, entry.size);
    await asking(settings, `${id}@${commit}, ${path}`, options, (hub, common) =>
      hub.downloadFileToCacheDir({ ...common, repo: id, path, revision: commit, cacheDir: settings.cache }),
    );
  }
  try {
    return await pinnedFile(folder, path, entry.lfs?.oid ?? entry.oid);
  } catch (error) {
    // What was fetched wrongly just now is not kept; what lay there is the user's
    if (!isThere) await Promise.all([rm(await realpath(join(folder, path))), rm(join(folder, path))]);
    throw error;
  }
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

type Hub = typeof import('@huggingface/hub');
type Common = { hubUrl: string; fetch: typeof fetch; accessToken?: string };

/** Asks the hub by its own library, again where it cannot be reached. */
async function asking<T>(
  { endpoint, token }: HubSettings,
  what: string,
  options: Options,
  ask: (hub: Hub, common: Common) => Promise<T>,
): Promise<T> {
  const hub = await import('@huggingface/hub');
  const common = { hubUrl: endpoint, fetch: hubFetch(what, options), ...(token && { accessToken: token }) };
  return persistently(options, async () => {
    try {
      return await ask(hub, common);
    } catch (error) {
      options.signal?.throwIfAborted();
      // A full disk is the disk's fault; what else goes wrong within the library is the answer's
      const { code, syscall } = error as NodeJS.ErrnoException;
      if (syscall && code !== 'ECONNRESET') throw TlcError.from(error, 'FILE_MISSING');
      throw unreachable(what, error);
    }
  });
}
