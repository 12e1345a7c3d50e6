import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { TlcError } from '#contracts';

/** Ports below those that systems give to connections (Linux from 32768, others from 49152): while a server is away for a
 * moment, nobody is given its port. */
const LOWEST = 20_000;
const HIGHEST = 32_000;

/** A free port of 127.0.0.1 that no system gives to a connection.
 * @param from the first to look at
 * @throws TlcError SERVER_UNREACHABLE where all are taken */
export async function freePort(from = randomInt(LOWEST, HIGHEST)): Promise<number> {
  for (let looked = 0; looked < HIGHEST - LOWEST; looked++) {
    const port = LOWEST + ((from - LOWEST + looked) % (HIGHEST - LOWEST));
    if (await isFree(port)) return port;
  }
  throw new TlcError('SERVER_UNREACHABLE', `every port from ${LOWEST} to ${HIGHEST - 1} is taken`);
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
