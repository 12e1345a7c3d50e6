import { readFileSync } from 'node:fs';
import { TlcError } from '#contracts';
import type { Setting } from './settings.js';

/** What a file of a setting holds.
 * @throws TlcError FILE_MISSING */
export function contentOf({ value: path, from }: Setting): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    const message = `${from}: ${path} cannot be read (${(cause as NodeJS.ErrnoException).code})`;
    throw new TlcError('FILE_MISSING', message, { cause, details: { path } });
  }
}
