import { stat, utimes } from 'node:fs/promises';
import { hasEnded } from './process-mark.js';

const BEAT_MS = 5000;
const SILENT_MS = 60_000;

/** Renews files of this process, for processes of other machines and containers cannot ask whether it still runs.
 * @returns the timer, which keeps no process alive */
export const renew = (files: () => Iterable<string>): NodeJS.Timeout =>
  setInterval(() => {
    const now = new Date();
    for (const file of files()) void utimes(file, now, now).catch(() => {});
  }, BEAT_MS).unref();

/** Whether the process that renews a file has ended; where that cannot be known from here, whether it has not renewed the file
 * for a minute. Undefined where there is no such file any more.
 * @param mark of the process */
export async function isAbandoned(file: string, mark: string): Promise<boolean | undefined> {
  const ended = hasEnded(mark);
  if (ended !== undefined) return ended;
  const found = await stat(file).catch(() => undefined);
  return found && Date.now() - found.mtimeMs > SILENT_MS;
}
