import { TlcError } from '#contracts';
import type { HttpOptions } from './http/http-server.js';
import type { ModelServerOptions } from './models/model-server.js';

/** Settings of serving, from variables of the environment; docs/deploying.md lists them. */
export interface ServingSettings {
  /** Absent: no HTTP. */
  readonly http?: HttpOptions;
  readonly models: Pick<ModelServerOptions, 'memory' | 'cache' | 'mostWaiting' | 'targetMs'>;
}

/** @throws TlcError CONFIG_WRONG_VALUE */
export function readSettings(env: NodeJS.ProcessEnv = process.env): ServingSettings {
  const port = numberOf(env, 'TLC_HTTP_PORT', 65_535);
  const memory = numberOf(env, 'TLC_SERVING_MEMORY');
  const cache = numberOf(env, 'TLC_SERVING_CACHE');
  const mostWaiting = numberOf(env, 'TLC_SERVING_QUEUE');
  const targetMs = numberOf(env, 'TLC_SERVING_BATCH_MS');
  return {
    ...(port !== undefined && { http: { port, ...(env.TLC_HTTP_HOST && { host: env.TLC_HTTP_HOST }) } }),
    models: {
      ...(memory !== undefined && { memory }),
      ...(cache !== undefined && { cache }),
      ...(mostWaiting !== undefined && { mostWaiting }),
      ...(targetMs !== undefined && { targetMs }),
    },
  };
}

function numberOf(env: NodeJS.ProcessEnv, name: string, most = Number.MAX_SAFE_INTEGER): number | undefined {
  const text = env[name];
  if (!text) return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= most) return value;
  throw new TlcError('CONFIG_WRONG_VALUE', `${name}: ${JSON.stringify(text)} is not a whole number up to ${most}`);
}
