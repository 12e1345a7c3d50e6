import { readlink, realpath } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { TlcError } from '#contracts';
import { currentLimits, type InputLimits, inputRoot, isWithin, liesIn } from './limits.js';

/** As many as Linux follows. */
const MOST_LINKS = 40;

/** File systems of the system's own, whose files are no data, and may never end. */
const SYSTEM_FOLDERS = ['/dev', '/proc', '/sys'];

/** Where an input lies, its links resolved. What lies outside of the limits is not looked at, so that nobody learns
 * whether it is there.
 * @throws TlcError INPUT_OUTSIDE, INPUT_NOT_REGULAR in a folder of the system; the system's error where it is missing */
export async function locateInput(path: string): Promise<string> {
  const absolute = resolve(path);
  refuseSystem(absolute, path);
  const limits = currentLimits();
  const real = limits ? await follow(absolute, limits, path) : await realpath(absolute);
  refuseSystem(real, path);
  return real;
}

/** As locateInput, for a path that a document names: where the account itself names it, it becomes a root. */
export async function locateNamed(path: string): Promise<string> {
  const limits = currentLimits();
  if (limits?.namedAreRoots) {
    const absolute = resolve(path);
    refuseSystem(absolute, path);
    (limits.roots as InputLimits['roots'][number][]).push(inputRoot(withItsBlobs(inputRoot(absolute).real)));
  }
  return locateInput(path);
}

/** A snapshot of the hub's cache is a folder of links to files beside it. */
const withItsBlobs = (real: string) => /^(.*\/models--[^/]+)\/snapshots\/[^/]+$/.exec(real)?.[1] ?? real;

/** Resolves one link after another, and looks at nothing outside of the limits on the way. */
async function follow(absolute: string, limits: InputLimits, given: string): Promise<string> {
  let { at, rest } = entered(absolute, limits, given);
  for (let links = 0; rest.length > 0;) {
    const next = join(at, rest[0]);
    const target = await linkTarget(next, given);
    if (target === undefined) {
      at = next;
      rest = rest.slice(1);
      continue;
    }
    links += 1;
    if (links > MOST_LINKS) throw new TlcError('FILE_MISSING', `${given} is a link that leads round in a circle`);
    const onward = rest.slice(1);
    ({ at, rest } = entered(resolve(at, target), limits, given));
    rest = [...rest, ...onward];
  }
  if (!isWithin(at, limits)) throw outside(given);
  return at;
}

/** The root that a path begins with, and the names that follow. */
function entered(absolute: string, { roots }: InputLimits, given: string): { at: string; rest: string[] } {
  for (const { path, real } of roots) {
    const from = [path, real].find((folder) => liesIn(absolute, folder));
    if (from !== undefined) return { at: real, rest: relative(from, absolute).split(sep).filter(Boolean) };
  }
  throw outside(given);
}

/** Where a link leads, or undefined for what is none. What is missing is said by the path as it was given. */
async function linkTarget(path: string, given: string): Promise<string | undefined> {
  return readlink(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EINVAL') return undefined;
    const message = error.message.replace(/readlink '.*'$/, `open '${given}'`);
    throw Object.assign(new Error(message), { code: error.code, errno: error.errno, path: given });
  });
}

function refuseSystem(absolute: string, given: string): void {
  if (!SYSTEM_FOLDERS.some((folder) => liesIn(absolute, folder))) return;
  throw new TlcError('INPUT_NOT_REGULAR', `${given} is a file of the system, no data`, { details: { path: given } });
}

/** Says the same whether the path is there or not. */
export function outside(given: string): TlcError {
  const message = `${given} lies outside of the folders that inputs may come from (TLC_INPUT_ROOTS)`;
  return new TlcError('INPUT_OUTSIDE', message, { details: { path: given } });
}
