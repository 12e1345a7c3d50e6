import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_MS = 50;
/** Far more than anything here takes: the machine may be busy. */
const PATIENCE_MS = 180_000;

/**
 * Waits until `look` finds something, and returns it. While it throws, because a service is away, it is asked again.
 *
 * @template T
 * @param {string} what for the error
 * @param {() => Promise<T> | T} look
 * @returns {Promise<Exclude<T, false | undefined>>}
 */
export async function until(what, look) {
  const end = Date.now() + PATIENCE_MS;
  let why = '';
  while (Date.now() < end) {
    try {
      const found = await look();
      if (found !== false && found !== undefined) return /** @type {Exclude<T, false | undefined>} */ (found);
    } catch (error) {
      why = `: ${/** @type {Error} */ (error).message}`;
    }
    await sleep(LOOK_MS);
  }
  throw new Error(`${what} did not come in ${PATIENCE_MS / 1000} s${why}`);
}
