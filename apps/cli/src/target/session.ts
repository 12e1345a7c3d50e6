import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import type { RunningService } from '#runtime';
import { TlcError } from '#contracts';
import type { Client } from '#messaging';
import { forgetGrants, grant, readGrants } from './input-grants.js';
import { homeServer } from './private-server.js';
import { missingServices, startServices } from './services.js';
import type { Target } from './target.js';
import { writeUpFile } from './up-file.js';

/** A connection to a server at which the services that are needed listen. */
export interface Session {
  readonly client: Client;
  readonly url: string;
  /** Whether this process runs the server, so that it ends with it. */
  readonly isHost: boolean;
  close(): Promise<void>;
}

export interface SessionOptions {
  /** The services that are needed, asked for once `first` is done. */
  readonly services: () => readonly string[];
  /** Heavy jobs at a time. */
  readonly slots?: number;
  /** Called where this process starts the server, before any service listens: nobody is at work then. */
  readonly first?: (client: Client) => Promise<void>;
  /** What the services of a private server may read. */
  readonly inputs?: readonly string[];
  /** Port of a server that is started; any free one if left out. */
  readonly port?: number;
}

/** Opens a session: connects to the target's server, or starts a private one, and starts in this process the services
 * that do not answer there.
 * @throws TlcError SERVER_UNREACHABLE, SERVER_NOT_FOUND, SERVICE_TIMEOUT where a server of somebody else lacks a service */
export async function openSession(
  target: Target,
  { services, slots = 1, port, first, inputs = [process.cwd()] }: SessionOptions,
): Promise<Session> {
  const { connect, shownUrl } = await import('#messaging');
  const undo: (() => Promise<void>)[] = [];
  const close = async () => {
    for (let step = undo.pop(); step; step = undo.pop()) await step();
  };
  try {
    const logger = openLog(target.home);
    const onTrouble = (what: string) => logger.warn(what);
    const { url, own: server } =
      target.kind === 'none' ? await homeServer(target.home, { port, onTrouble }) : { url: target.url };
    if (server) {
      undo.push(() => server.stop());
      await forgetGrants(target.home);
      undo.push(await writeUpFile(target.home, url));
    }
    const isPrivate = target.kind !== 'remote' && !target.isShared;
    if (isPrivate) await grant(target.home, inputs);
    const client = await connect(url, { name: 'tlc' });
    undo.push(() => client.close());
    if (server) {
      await client.releaseJobs();
      await first?.(client);
    }
    const needed = services();
    const missing = server ? needed : await missingServices(client, needed);
    if (target.kind === 'remote' && missing.length > 0) throw lacking(shownUrl(url), missing);
    if (missing.length > 0) {
      const { createSlots } = await import('#runtime');
      const started = await startServices(missing, {
        url,
        home: target.home,
        logger,
        slots: createSlots(slots),
        graceMs: 0,
        ...(isPrivate && { inputRoots: () => readGrants(target.home) }),
      });
      undo.push(() => closeAll(started));
    }
    return { client, url, isHost: server !== undefined, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function lacking(shown: string, missing: readonly string[]): TlcError {
  return new TlcError('SERVICE_TIMEOUT', `at ${shown} no service answers as ${missing.join(', ')}`, {
    details: { url: shown, missing },
  });
}

const closeAll = async (services: readonly RunningService[]) =>
  void (await Promise.all(services.map((service) => service.close())));

/** What services say goes to a file: the terminal is for the run. */
function openLog(home: string): Logger {
  mkdirSync(home, { recursive: true });
  return pino(
    { level: process.env.TLC_LOG_LEVEL || 'info' },
    pino.destination({ dest: join(home, 'tlc.log'), sync: true }),
  );
}
