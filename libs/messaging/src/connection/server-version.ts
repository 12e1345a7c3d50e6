import { TlcError } from '#contracts';

/** The oldest server that TLC works with, as its tests know. */
export const LEAST_VERSION = '2.10.23';

const numbers = (version: string): number[] | undefined => /(\d+)\.(\d+)\.(\d+)/.exec(version)?.slice(1).map(Number);

/** Whether a server of this version does, be it named `2.11.0` or `nats-server: v2.11.0`. */
export function isNewEnough(version: string): boolean {
  const [own, least] = [numbers(version), numbers(LEAST_VERSION)!];
  if (!own) return true; // one that somebody built and named
  const differing = own.findIndex((number, index) => number !== least[index]);
  return differing < 0 || own[differing] > least[differing];
}

/** @param version as the server or its program says it
 * @throws TlcError SERVER_TOO_OLD */
export function checkVersion(version: string | undefined, who: string): void {
  if (version === undefined || isNewEnough(version)) return;
  const own = numbers(version)!.join('.');
  const message = `the NATS server ${who} is ${own}; ${LEAST_VERSION} is the oldest that TLC works with`;
  throw new TlcError('SERVER_TOO_OLD', message, { details: { version: own, least: LEAST_VERSION } });
}
