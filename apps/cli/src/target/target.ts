import type { Access } from '#messaging';
import { findHome } from './find-home.js';
import { readUpFile } from './up-file.js';

/** Options that every command has. */
export interface CommonOptions {
  readonly server?: string;
  readonly context?: string;
  readonly home?: string;
  readonly json?: boolean;
}

/** Where a command finds the services: at a server that somebody else runs, at that of a running `tlc up` (or `tlc run`) of
 * the same home folder, or nowhere, so that it starts what it needs. */
export type Target =
  | { readonly kind: 'remote'; readonly env: NodeJS.ProcessEnv; readonly home: string }
  | { readonly kind: 'up'; readonly url: string; readonly home: string }
  | { readonly kind: 'none'; readonly home: string };

/** A server of somebody else is one that an option or a variable names: --server before TLC_NATS_URL, --context before
 * TLC_NATS_CONTEXT; an address goes before that of a context, unless the context is the one that was asked for here. */
export function findTarget(options: CommonOptions, env: NodeJS.ProcessEnv = process.env): Target {
  const home = findHome(options.home, env);
  const { server, context } = options;
  const given = {
    ...env,
    ...(context !== undefined && { TLC_NATS_CONTEXT: context, TLC_NATS_URL: '' }),
    ...(server !== undefined && { TLC_NATS_URL: server }),
  };
  if (given.TLC_NATS_URL || given.TLC_NATS_CONTEXT) return { kind: 'remote', env: given, home };
  const up = readUpFile(home);
  return up ? { kind: 'up', url: up.url, home } : { kind: 'none', home };
}

/** What connects to a target's server: an access with what the variables say, or the address of a private server, for which
 * they do not count.
 * @throws TlcError CONFIG_WRONG_VALUE, FILE_MISSING */
export async function serverOf(target: Exclude<Target, { kind: 'none' }>): Promise<string | Access> {
  if (target.kind === 'up') return target.url;
  const { accessOf } = await import('#messaging');
  return accessOf(target.env);
}
