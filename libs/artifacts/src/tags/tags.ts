import { join } from 'node:path';
import { checkName, type ModelTag, nearest, TlcError } from '#contracts';
import { isArtifactId } from '../recipe/artifact-id.js';
import type { TagEntries } from './tag-entries.js';
import { tagFiles } from './tag-files.js';

/** Names of artifacts, each with versions. Whoever reads has the old id or the new one, of two writers the last one wins,
 * and a kill leaves what was there. */
export interface Tags {
  /** All of them, by name and version. */
  list(): Promise<ModelTag[]>;
  /** Gives a name to an artifact, or moves it there. @throws TlcError NAME_INVALID */
  set(tag: string, id: string): Promise<ModelTag>;
  /** @throws TlcError MODEL_UNKNOWN, NAME_INVALID */
  remove(tag: string): Promise<ModelTag>;
  /** What `name:version` stands for, or of `name` alone the version `latest`, else the highest number; undefined where
   * there is no such name. @throws TlcError MODEL_UNKNOWN for a name without the version */
  find(tag: string): Promise<ModelTag | undefined>;
}

/** The version of a name without one. */
export const LATEST = 'latest';

const VERSION = /^[a-z0-9][a-z0-9._-]{0,63}$/;
const VERSION_RULE = '1 to 64 lower-case letters, digits, ., - and _, starting with a letter or a digit';

/** Whether a text has the form of name or name:version; a path that has may be written with `./`. */
export function isTag(text: string): boolean {
  try {
    return partsOf(text).length > 0;
  } catch {
    return false;
  }
}

/** The tags of a home folder. */
export const openTags = (home: string): Tags => tagsOf(tagFiles(join(home, 'tags')));

/** The tags that are kept there. */
export function tagsOf(entries: TagEntries): Tags {
  const read = async (name: string, version: string): Promise<ModelTag | undefined> => {
    const id = await entries.read(name, version);
    return id !== undefined && isArtifactId(id) ? { name, version, id } : undefined;
  };
  const list = async () => {
    const tags: ModelTag[] = [];
    for (const name of (await entries.names()).sort()) {
      for (const version of (await entries.versions(name)).sort(byVersion)) {
        const tag = await read(name, version);
        if (tag) tags.push(tag);
      }
    }
    return tags;
  };
  return {
    list,
    async set(tag, id) {
      const [name, version = LATEST] = partsOf(tag);
      await entries.write(name, version, id);
      return { name, version, id };
    },
    async remove(tag) {
      const [name, version = LATEST] = partsOf(tag);
      const found = await read(name, version);
      if (!found) throw unknown(`${name}:${version}`, await list());
      await entries.remove(name, version);
      return found;
    },
    async find(tag) {
      const [name, version] = partsOf(tag);
      if (version !== undefined) {
        const found = await read(name, version);
        if (!found) throw unknown(tag, await list());
        return found;
      }
      const versions = await entries.versions(name);
      if (versions.length === 0) return undefined;
      const newest = versions.includes(LATEST) ? LATEST : versions.filter(isNumber).sort(byVersion).at(-1);
      const found = newest === undefined ? undefined : await read(name, newest);
      if (!found) throw unknown(tag, await list());
      return found;
    },
  };
}

/** @throws TlcError NAME_INVALID */
function partsOf(tag: string): [name: string, version?: string] {
  const [name, version, ...rest] = tag.split(':');
  if (rest.length > 0) throw new TlcError('NAME_INVALID', `${JSON.stringify(tag)} is not name or name:version`);
  checkName(name, 'the name of a model');
  if (version === undefined) return [name];
  if (!VERSION.test(version)) {
    throw new TlcError('NAME_INVALID', `the version of a model: ${JSON.stringify(version)} is not ${VERSION_RULE}`);
  }
  return [name, version];
}

function unknown(tag: string, tags: readonly ModelTag[]): TlcError {
  const known = tags.map(({ name, version }) => `${name}:${version}`);
  const near = nearest(tag, known);
  const hint = near ? ` Did you mean ${near}?` : '';
  return new TlcError('MODEL_UNKNOWN', `there is no model ${tag}.${hint}`, { details: { model: tag, nearest: near } });
}

const isNumber = (version: string): boolean => /^\d+$/.test(version);

/** Numbers in their order, names after them. */
function byVersion(a: string, b: string): number {
  if (isNumber(a) && isNumber(b)) return Number(a) - Number(b);
  return Number(isNumber(b)) - Number(isNumber(a)) || a.localeCompare(b);
}
