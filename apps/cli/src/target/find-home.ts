import { lstatSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const NAME = '.tlc';

/** The home folder of a command: `--home`, TLC_HOME, or else the nearest `.tlc` of `from` and the folders above it, as git
 * finds a repository; where there is none, `.tlc` of `from`. The search ends with the user's own folders: at one that
 * another user owns, at another file system, and at the user's home, whose `.tlc` is the last that is looked at. A `.tlc`
 * that another user put above is never used, nor one that is a link. */
export function findHome(
  given: string | undefined,
  env: NodeJS.ProcessEnv,
  from = process.cwd(),
  user: { readonly uid: number; readonly home: string } = { uid: process.getuid?.() ?? 0, home: homedir() },
): string {
  const named = given ?? (env.TLC_HOME || undefined);
  if (named !== undefined) return resolve(from, named);
  const start = lstatSync(from);
  for (let folder = from; ; folder = dirname(folder)) {
    const about = lstatSync(folder, { throwIfNoEntry: false });
    if (!about || about.uid !== user.uid || about.dev !== start.dev) break;
    const found = lstatSync(join(folder, NAME), { throwIfNoEntry: false });
    if (found?.isDirectory() && found.uid === user.uid) return join(folder, NAME);
    if (folder === user.home || folder === dirname(folder)) break;
  }
  return join(from, NAME);
}
