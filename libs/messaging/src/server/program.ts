import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TlcError } from '#contracts';

/** Path of the nats-server program: TLC_NATS_SERVER, else the one that set-up wrote down in the checkout, else the one
 * on PATH.
 * @throws TlcError SERVER_NOT_FOUND */
export function findServerProgram(env: NodeJS.ProcessEnv = process.env): string {
  if (env.TLC_NATS_SERVER) {
    if (isExecutable(env.TLC_NATS_SERVER)) return env.TLC_NATS_SERVER;
    throw notFound(`TLC_NATS_SERVER names ${env.TLC_NATS_SERVER}, which is not a program`);
  }
  const installed = fromSetup() ?? fromPath(env);
  if (installed) return installed;
  throw notFound('there is no nats-server: not from set-up, not on PATH');
}

function fromSetup(): string | undefined {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const file = join(folder, '.tlc', 'native.json');
    if (existsSync(file)) {
      const native = JSON.parse(readFileSync(file, 'utf8')) as { natsServer?: { path?: string } };
      if (native.natsServer?.path && isExecutable(native.natsServer.path)) return native.natsServer.path;
    }
    if (folder === dirname(folder)) return undefined;
  }
}

function fromPath(env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, 'nats-server')).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const notFound = (message: string) => new TlcError('SERVER_NOT_FOUND', message);
