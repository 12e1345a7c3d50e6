import type { Link } from '../connection/link.js';
import { patient } from '../connection/patient.js';
import type { Bucket } from './bucket.js';

/** A bucket that waits for a server which is away. A write whose answer was lost is tried again: `create` then says that
 * the key is there already. */
export function patientBucket<T>(link: Link, bucket: Bucket<T>): Bucket<T> {
  return {
    get: (key) => patient(link, () => bucket.get(key)),
    create: (key, value) => patient(link, () => bucket.create(key, value)),
    update: (key, value, revision) => patient(link, () => bucket.update(key, value, revision)),
    put: (key, value) => patient(link, () => bucket.put(key, value)),
    delete: (key) => patient(link, () => bucket.delete(key)),
    list: (filter) => patient(link, () => bucket.list(filter)),
    keys: (filter) => patient(link, () => bucket.keys(filter)),
    watch: bucket.watch,
  };
}
