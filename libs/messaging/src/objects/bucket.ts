import { Objm, type ObjectStore } from '@nats-io/obj';
import { STREAMS } from '#contracts';
import type { Link } from '../connection/link.js';

/** The stream of the object store in which artifacts' files are, as the library calls it. */
export const OBJECTS_STREAM = `OBJ_${STREAMS.objects}`;

/** What the subjects of pieces begin with, before the number of their file. */
export const PIECES = `$O.${STREAMS.objects}.C.`;

/** The object store, which ensureStreams has made. */
export const objectBucket = ({ js }: Link): Promise<ObjectStore> => new Objm(js).open(STREAMS.objects, false);
