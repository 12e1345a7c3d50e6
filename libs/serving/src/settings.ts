import { numberVariable } from '#contracts';
import { type HttpOptions, httpOptionsOf } from '#http';
import type { ModelServerOptions } from './models/model-server.js';

/** Settings of serving, from variables of the environment; docs/deploying.md lists them. */
export interface ServingSettings {
  /** Absent: no HTTP. */
  readonly http?: HttpOptions;
  readonly models: Pick<ModelServerOptions, 'memory' | 'cache' | 'mostWaiting' | 'targetMs'>;
}

/** @throws TlcError CONFIG_WRONG_VALUE */
export function readSettings(env: NodeJS.ProcessEnv = process.env): ServingSettings {
  const http = httpOptionsOf(env);
  const memory = numberVariable(env, 'TLC_SERVING_MEMORY');
  const cache = numberVariable(env, 'TLC_SERVING_CACHE');
  const mostWaiting = numberVariable(env, 'TLC_SERVING_QUEUE');
  const targetMs = numberVariable(env, 'TLC_SERVING_BATCH_MS');
  return {
    ...(http && { http }),
    models: {
      ...(memory !== undefined && { memory }),
      ...(cache !== undefined && { cache }),
      ...(mostWaiting !== undefined && { mostWaiting }),
      ...(targetMs !== undefined && { targetMs }),
    },
  };
}
