import { DeliverPolicy } from '@nats-io/jetstream';
import { STREAMS, TlcError } from '#contracts';
import type { Link } from '../connection/link.js';
import { patient } from '../connection/patient.js';
import { isPassing } from '../connection/passing.js';
import { pause } from '../connection/pause.js';
import { OBJECTS_STREAM, objectBucket, PIECES } from './bucket.js';

/** Pieces that are asked for ahead: 128 KiB each. */
const AHEAD = 64;
/** A server that sends nothing for so long is asked anew; what was removed meanwhile shows then. */
const QUIET_MS = 5000;

/** The content of an object, in order. The pieces are asked for as they are read, by a pull consumer: the library's own
 * reader takes what the server sends, however slowly it is read, and begins anew after a break.
 * @throws TlcError OBJECT_MISSING */
export async function* piecesOf(link: Link, name: string, most = Infinity): AsyncGenerator<Uint8Array> {
  const found = await patient(link, async () => (await objectBucket(link)).info(name));
  if (!found || found.deleted) throw missing(name, 'there is no object of this name');
  const wanted = Math.min(found.size, most);
  let [bytes, pieces, seen] = [0, 0, 0];
  while (bytes < wanted) {
    try {
      const consumer = await link.js.consumers.get(OBJECTS_STREAM, {
        filter_subjects: `${PIECES}${found.nuid}`,
        deliver_policy: DeliverPolicy.StartSequence,
        opt_start_seq: seen + 1,
      });
      if ((await consumer.info(true)).num_pending === 0) {
        throw missing(name, `${bytes} of its ${found.size} bytes are left`);
      }
      for (let isMoving = true; isMoving && bytes < wanted;) {
        isMoving = false;
        const ahead = { max_messages: Math.min(AHEAD, found.chunks - pieces), expires: QUIET_MS };
        for await (const { seq, data } of await consumer.fetch(ahead)) {
          [seen, isMoving] = [seq, true];
          pieces += 1;
          const piece = data.subarray(0, wanted - bytes);
          bytes += piece.length;
          yield piece;
          if (bytes >= wanted) return;
        }
      }
    } catch (error) {
      if (link.nats.isClosed() || !isPassing(error)) throw error;
      await pause(200);
    }
  }
}

const missing = (name: string, how: string): TlcError =>
  new TlcError('OBJECT_MISSING', `object ${name} of ${STREAMS.objects}: ${how}`, { details: { object: name } });
