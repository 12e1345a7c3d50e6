import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/**
 * Measurements that outlive a benchmark that is broken off: a file of JSON lines, each a key and what was measured.
 *
 * @param {string | undefined} file where they are kept; without one nothing is
 * @param {string} setting what the figures depend on besides the machine, part of every key
 * @returns {<T>(key: string, work: () => T | Promise<T>) => Promise<T>} gives what the file has of a key, or measures it
 */
export function openJournal(file, setting) {
  const known = new Map(file && existsSync(file) ? readFileSync(file, 'utf8').split('\n').flatMap(entryOf) : []);
  return async (key, work) => {
    const whole = `${setting}: ${key}`;
    if (known.has(whole)) return known.get(whole);
    const value = await work();
    if (file) appendFileSync(file, `${JSON.stringify([whole, value])}\n`);
    return value;
  };
}

/** The last line may be cut where the writer was killed. */
function entryOf(line) {
  try {
    return [JSON.parse(line)];
  } catch {
    return [];
  }
}
