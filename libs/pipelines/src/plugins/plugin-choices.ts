import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { ChoosePlugin, OperationRegistry, PluginChoice } from '#jobs';

/** Chooses plugins as the operation does that has some, loading them when the first is needed. */
export function chooseBy(operations: OperationRegistry): ChoosePlugin {
  return async (id, config, path, searched) => {
    const load = operations.list().find(({ loadPlugins }) => loadPlugins)!.loadPlugins!;
    return (await load())(id, config, path, searched);
  };
}

export interface RememberedChoices {
  readonly choose: ChoosePlugin;
  /** Writes down what is new. */
  save(): Promise<void>;
}

/** Remembers choices in a file from one process to the next: a plugin loads the engine, which takes half a second, and a
 * pipeline whose results are all there needs nothing else of it. What was remembered counts only for the very same
 * build and the same plugin packages.
 * @param stamp what it counts for; undefined: nothing is remembered */
export function rememberChoices(file: string, stamp: string | undefined, choose: ChoosePlugin): RememberedChoices {
  if (stamp === undefined) return { choose, save: async () => {} };
  const remembered = load(file, stamp);
  let isNew = false;
  return {
    choose: async (id, config, path, searched) => {
      const key = createHash('sha256')
        .update(JSON.stringify([id, config, searched === true]))
        .digest('hex');
      const known = remembered.get(key);
      if (known) return known;
      const choice = await choose(id, config, path, searched);
      remembered.set(key, choice);
      isNew = true;
      return choice;
    },
    save: async () => {
      if (isNew) await save(file, stamp, remembered);
      isNew = false;
    },
  };
}

/** The build that this file is part of, with the plugin packages that the configuration names; undefined when running
 * from source, or with packages, whose files may change at any time. */
export function buildStamp(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (env.TLC_PLUGINS) return undefined;
  try {
    const build = fileURLToPath(new URL('../../../../.build.json', import.meta.url));
    return createHash('sha256').update(readFileSync(build)).digest('hex');
  } catch {
    return undefined;
  }
}

function load(file: string, stamp: string): Map<string, PluginChoice> {
  try {
    const content = JSON.parse(readFileSync(file, 'utf8')) as { stamp: string; choices: Record<string, PluginChoice> };
    return new Map(content.stamp === stamp ? Object.entries(content.choices) : []);
  } catch {
    return new Map();
  }
}

/** The last thousand. A file that cannot be written costs time later, and nothing else. */
async function save(file: string, stamp: string, remembered: ReadonlyMap<string, PluginChoice>): Promise<void> {
  const temporary = `${file}.${process.pid}`;
  const choices = Object.fromEntries([...remembered].slice(-1000));
  await writeFile(temporary, JSON.stringify({ stamp, choices }))
    .then(() => rename(temporary, file))
    .catch(() => {});
}
