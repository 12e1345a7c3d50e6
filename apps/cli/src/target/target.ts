import { findHome } from './find-home.js';
import { readUpFile } from './up-file.js';

/** Options that every command has. */
export interface CommonOptions {
  readonly server?: string;
  readonly home?: string;
  readonly json?: boolean;
}

/** Where a command finds the services: at a server that somebody else runs, at that of a running `tlc up` (or `tlc run`) of
 * the same home folder, or nowhere, so that it starts what it needs. */
export type Target =
  | { readonly kind: 'remote'; readonly url: string; readonly home: string }
  | {
      readonly kind: 'up';
      readonly url: string;
      readonly home: string;
      /** Whether the server is somebody else's, though what is missing there is started here. */
      readonly isShared?: boolean;
    }
  | { readonly kind: 'none'; readonly home: string; readonly isShared?: undefined };

export function findTarget(options: CommonOptions, env: NodeJS.ProcessEnv = process.env): Target {
  const home = findHome(options.home, env);
  const remote = options.server ?? env.TLC_NATS_URL;
  if (remote) return { kind: 'remote', url: remote, home };
  const up = readUpFile(home);
  return up ? { kind: 'up', url: up.url, home } : { kind: 'none', home };
}
