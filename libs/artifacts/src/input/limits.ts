import { AsyncLocalStorage } from 'node:async_hooks';
import { realpathSync } from 'node:fs';
import { delimiter, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Layout } from '../folder/layout.js';

/** Where the inputs of jobs may lie. Plain, so that a child process can be told. */
export interface InputLimits {
  /** Files and folders: as they were given, and where links lead. */
  readonly roots: readonly InputRoot[];
  /** What of them is nobody's input: it holds the token of the private server. */
  readonly refused: readonly string[];
  /** The paths that a document names are roots, too: it is the command line of the account itself. */
  readonly namedAreRoots: boolean;
}

export interface InputRoot {
  readonly path: string;
  readonly real: string;
}

const held = new AsyncLocalStorage<InputLimits>();

/** Holds all that `work` opens as an input to these limits, however deep it opens it. Outside of it, every file of the
 * account is an input: tools and tests.
 * @param limits left out: those around it */
export function heldTo<T>(limits: InputLimits | undefined, work: () => T): T {
  return limits ? held.run(limits, work) : work();
}

export const currentLimits = (): InputLimits | undefined => held.getStore();

/** The folders of `TLC_INPUT_ROOTS`, separated by `:`; undefined where it says none. */
export function configuredRoots(env: NodeJS.ProcessEnv = process.env): readonly string[] | undefined {
  const roots = env.TLC_INPUT_ROOTS?.split(delimiter).filter((root) => root !== '');
  return roots && roots.length > 0 ? roots : undefined;
}

/** Limits with these roots and what TLC itself writes and fetches.
 * @param fetched folders of models of the hub */
export function inputLimits(
  layout: Pick<Layout, 'home' | 'artifacts' | 'staging' | 'work' | 'outlines'>,
  roots: readonly string[],
  { fetched = [], namedAreRoots = false }: { fetched?: readonly string[]; namedAreRoots?: boolean } = {},
): InputLimits {
  const { home, artifacts, staging, work, outlines } = layout;
  const all = [...roots, artifacts, staging, work, outlines, ...fetched].map(inputRoot);
  const refused = ['nats', 'up.json'].map((name) => join(inputRoot(home).real, name));
  return { roots: all, refused, namedAreRoots };
}

export function inputRoot(path: string): InputRoot {
  const absolute = resolve(path);
  try {
    return { path: absolute, real: realpathSync(absolute) };
  } catch {
    return { path: absolute, real: absolute };
  }
}

/** Whether `path` is `folder` or lies in it, by their names alone. */
export function liesIn(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** Whether a path without links is within limits. */
export function isWithin(real: string, { roots, refused }: InputLimits): boolean {
  return roots.some((root) => liesIn(real, root.real)) && !refused.some((folder) => liesIn(real, folder));
}
