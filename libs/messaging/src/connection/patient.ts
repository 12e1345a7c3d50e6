import { ensureStreams } from '../streams/ensure-streams.js';
import type { Link } from './link.js';
import { isPassing } from './passing.js';
import { pause } from './pause.js';

const LONGEST_MS = 2000;

/** Does `work`, again and again while the server is away or busy, for as long as the connection is wanted. A server that
 * lost its store gets its streams anew.
 * @throws what is no trouble of the server's */
export async function patient<T>(link: Link, work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (link.nats.isClosed() || !isPassing(error)) throw error;
      await pause(Math.min(100 * 2 ** attempt, LONGEST_MS));
      await ensureStreams(link).catch(() => {});
    }
  }
}
