import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { TlcError } from '#contracts';
import type { PrivateServer, ServerOptions } from '#messaging';
import { readUpFile } from './up-file.js';

const PATIENCE_MS = 5000;

/** The server of a home folder: one that is started here, or that of another process which was a moment faster.
 * @throws TlcError SERVER_NOT_FOUND, SERVER_STORE_BUSY where another process keeps the folder and serves nobody */
export async function homeServer(
  home: string,
  options: Omit<ServerOptions, 'store'> = {},
): Promise<{ readonly url: string; readonly own?: PrivateServer }> {
  const { startServer } = await import('#messaging');
  for (const begin = Date.now(); ; await sleep(100)) {
    const up = readUpFile(home);
    if (up) return { url: up.url };
    try {
      const own = await startServer({ ...options, store: join(home, 'nats') });
      return { url: own.url, own };
    } catch (error) {
      const isBusy = error instanceof TlcError && error.code === 'SERVER_STORE_BUSY';
      if (!isBusy || Date.now() - begin > PATIENCE_MS) throw error;
    }
  }
}
