import { numberVariable } from '#contracts';

/** Where a process listens over HTTP. */
export interface HttpOptions {
  /** 0: any free one. */
  readonly port: number;
  /** 127.0.0.1 if left out: this machine alone. */
  readonly host?: string;
}

/** What TLC_HTTP_PORT and TLC_HTTP_HOST say; undefined, for no HTTP, where the port is not set.
 * @throws TlcError CONFIG_WRONG_VALUE */
export function httpOptionsOf(env: NodeJS.ProcessEnv = process.env): HttpOptions | undefined {
  const port = numberVariable(env, 'TLC_HTTP_PORT', { most: 65_535 });
  return port === undefined ? undefined : { port, ...(env.TLC_HTTP_HOST && { host: env.TLC_HTTP_HOST }) };
}
