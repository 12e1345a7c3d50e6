import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TlcError } from '#contracts';
import { cachedCommit, COMMIT, filesOf, snapshotFolder } from './cache.js';
import type { HubModel } from './model.js';
import { neededFiles } from './needed-files.js';
import type { HubReference } from './reference.js';
import { pinnedFile } from './verify.js';

/** Where `hf download --local-dir` notes the commit and the hash of each file that it put into a folder. */
const NOTES = '.cache/huggingface/download';

/** Takes a model from the cache.
 *
 * @throws TlcError HUB_OFFLINE, HUB_FILE_CORRUPT */
export async function fromCache(cache: string, reference: HubReference): Promise<HubModel> {
  const commit = await cachedCommit(cache, reference);
  const folder = commit && snapshotFolder(cache, reference.id, commit);
  const paths = folder ? await needed(folder) : [];
  if (!folder || paths.length === 0) return missing(reference, `the cache ${cache}`);
  const files = [];
  for (const path of paths) files.push(await pinnedFile(folder, path));
  return { id: reference.id, commit, folder, files };
}

/** Takes a model from a folder of model folders, by its id.
 *
 * @throws TlcError HUB_OFFLINE where it is not there, or of another commit; HUB_FILE_CORRUPT */
export async function fromFolder(models: string, reference: HubReference): Promise<HubModel> {
  const { id, revision } = reference;
  const folder = join(models, ...id.split('/'));
  const paths = await needed(folder);
  if (paths.length === 0) return missing(reference, `the folder ${models}`);
  const files = [];
  const commits = new Set<string>();
  for (const path of paths) {
    const [commit, name] = await noteOf(folder, path);
    if (commit) commits.add(commit);
    // Not the name of what a link leads to: this is no cache
    files.push(await pinnedFile(folder, path, name ?? ''));
  }
  const [commit] = commits.size === 1 ? commits : [];
  if (revision !== undefined && COMMIT.test(revision) && commit !== undefined && commit !== revision) {
    missing(reference, `the folder ${folder}, which is of commit ${commit}`);
  }
  return { id, folder, files, ...(commit && { commit }) };
}

const needed = async (folder: string) =>
  neededFiles((await filesOf(folder)).map((path) => ({ path }))).map(({ path }) => path);

async function noteOf(folder: string, path: string): Promise<readonly (string | undefined)[]> {
  const text = await readFile(join(folder, NOTES, `${path}.metadata`), 'utf8').catch(() => '');
  const [commit, name] = text.split('\n').map((line) => line.trim());
  return commit && COMMIT.test(commit) ? [commit, name] : [];
}

function missing({ id, revision }: HubReference, where: string): never {
  const named = revision === undefined ? id : `${id}@${revision}`;
  const message = `${named} is not in ${where}, and the hub is not asked.`;
  throw new TlcError('HUB_OFFLINE', message, { details: { model: named } });
}
