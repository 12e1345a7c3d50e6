import { wrongValue } from '#contracts';
import { type StreamLimits, limitsOf } from '../streams/limits.js';
import { readContext } from './context.js';
import { SETTING_NAMES, type Setting, type SettingName, type Settings, VARIABLES } from './settings.js';

/** How to reach a NATS server that somebody else runs, and be let in. Holds secrets: not to be printed. */
export interface Access {
  readonly settings: Settings;
  /** Limits of the streams that are made there. */
  readonly streams: StreamLimits;
  /** Where services at that server exchange artifacts: a folder that they share, or the server itself. Undefined where
   * nothing says it. */
  readonly artifacts?: ArtifactPlace;
}

export type ArtifactPlace = 'folder' | 'nats';

const PLACES: readonly string[] = ['folder', 'nats'] satisfies ArtifactPlace[];

const LOCAL = 'nats://127.0.0.1:4222';

/** The access that variables describe: TLC_NATS_CONTEXT names a context of the `nats` program, each other variable
 * stands for one setting and goes before that of the context. Without an address the server of this machine is meant.
 * @throws TlcError CONFIG_WRONG_VALUE for a context that is none, for limits that are none and for another TLC_ARTIFACTS */
export function accessOf(env: NodeJS.ProcessEnv = process.env): Access {
  const context = env.TLC_NATS_CONTEXT ? readContext(env.TLC_NATS_CONTEXT, env) : {};
  const own = SETTING_NAMES.map((name) => [name, ofVariable(name, env)] as const).filter(([, setting]) => setting);
  const url = { value: LOCAL, from: 'the address of the NATS server' };
  return { settings: { url, ...context, ...Object.fromEntries(own) }, streams: limitsOf(env), artifacts: placeOf(env) };
}

/** Where services at a server exchange artifacts, as far as anything says it: at the address of a private one in a folder. */
export const saidPlace = (server: string | Access): ArtifactPlace | undefined =>
  (typeof server === 'string' ? accessOfAddress(server) : server).artifacts;

function placeOf({ TLC_ARTIFACTS: place }: NodeJS.ProcessEnv): ArtifactPlace | undefined {
  if (!place || PLACES.includes(place)) return (place || undefined) as ArtifactPlace | undefined;
  throw wrongValue('TLC_ARTIFACTS', place, 'folder or nats', PLACES);
}

function ofVariable(name: SettingName, env: NodeJS.ProcessEnv): Setting | undefined {
  const from = VARIABLES[name];
  const value = from && env[from];
  return value ? { value, from } : undefined;
}

/** The access that an address alone describes, with what stands before its `@`: that of a private server. */
export const accessOfAddress = (url: string): Access => ({
  settings: { url: { value: url, from: 'the address of the NATS server' } },
  streams: { replicas: 1 },
  artifacts: 'folder',
});
