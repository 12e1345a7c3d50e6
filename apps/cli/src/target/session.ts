import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import type { RunningService } from '#runtime';
import { TlcError } from '#contracts';
import type { Client } from '#messaging';
import { forgetGrants, grant, readGrants } from './input-grants.js';
import { homeServer } from './private-server.js';
import { missingServices, startServices } from './services.js';
import { type Target, serverOf } from './target.js';
import { writeUpFile } from './up-file.js';

/** A connection to a server at which the services that are needed listen. */
export interface Session {
  readonly client: Client;
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
  /** Whether services that a server of somebody else lacks are started here. */
  readonly joins?: boolean;
}

/** Opens a session: connects to the target's server, or starts a private one, and starts in this process the services
 * that do not answer there. At a server of somebody else the pipelines service has to be there.
 * @throws TlcError SERVER_NOT_FOUND, SERVICE_TIMEOUT where a server of somebody else lacks that service, and what connect throws */
export async function openSession(
  target: Target,
  { services, slots = 1, port, first, inputs = [process.cwd()], joins = false }: SessionOptions,
): Promise<Session> {
  const { connect } = await import('#messaging');
  const undo: (() => Promise<void>)[] = [];
  const close = async () => {
    for (let step = undo.pop(); step; step = undo.pop()) await step();
  };
  try {
    const logger = openLog(target.home);
    const onTrouble = (what: string) => logger.warn(what);
    const found = target.kind === 'none' ? await homeServer(target.home, { port, onTrouble }) : undefined;
    const own = found?.own;
    const server = found ? found.url : await serverOf(target as Exclude<Target, { kind: 'none' }>);
    if (own) {
      undo.push(() => own.stop());
      await forgetGrants(target.home);
      undo.push(await writeUpFile(target.home, own.url));
    }
    const isPrivate = target.kind !== 'remote';
    if (isPrivate) await grant(target.home, inputs);
    const client = await connect(server, { name: 'tlc' });
    undo.push(() => client.close());
    if (own) {
      await client.releaseJobs();
      await first?.(client);
    }
    const startsHere = isPrivate || joins;
    // Elsewhere services come and go with their work: jobs wait for them, and followRun says so
    const needed = startsHere ? services() : ['pipelines'];
    const missing = own ? needed : await missingServices(client, needed);
    if (!startsHere && missing.length > 0) throw lacking(client.address, missing);
    if (missing.length > 0) {
      const { createHomeSlots } = await import('#runtime');
      const started = await startServices(missing, {
        server,
        home: target.home,
        logger,
        slots: await createHomeSlots(target.home, slots),
        graceMs: 0,
        ...(isPrivate && { inputRoots: () => readGrants(target.home) }),
      });
      undo.push(() => closeAll(started));
    }
    return { client, isHost: own !== undefined, close };
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
