import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Names that no shell expands: the scripts of some evaluate what they are offered. */
const PLAIN = /^[\w.,@%+~/:-]+$/;

/** The files and folders that a path which is being typed may become, folders with a slash at the end.
 * @param typed the path so far
 * @param endings of the files that are wanted; all where there are none */
export async function fileNames(typed: string, endings: readonly string[] = []): Promise<string[]> {
  const before = typed.slice(0, typed.lastIndexOf('/') + 1);
  const folder = dirname(join(before, 'x'));
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const hidden = typed.slice(before.length).startsWith('.');
  return entries
    .filter(({ name }) => hidden || !name.startsWith('.'))
    .filter((entry) => !entry.isFile() || endings.length === 0 || endings.some((each) => entry.name.endsWith(each)))
    .map((entry) => `${before}${entry.name}${entry.isDirectory() ? '/' : ''}`)
    .filter((name) => name.startsWith(typed) && PLAIN.test(name))
    .sort();
}
