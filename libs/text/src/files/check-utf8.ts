import { isUtf8 } from 'node:buffer';
import { TlcError } from '#contracts';

const LF = 0x0a;

/** Sees that the bytes of a file are UTF-8.
 * @throws TlcError FILE_NOT_UTF8 with line and byte */
export function checkUtf8(path: string, bytes: Buffer): void {
  if (!isUtf8(bytes)) throw notUtf8(path, bytes);
}

function notUtf8(path: string, bytes: Buffer): TlcError {
  let line = 1;
  let from = 0;
  for (;;) {
    const end = bytes.indexOf(LF, from);
    const rest = bytes.subarray(from, end < 0 ? bytes.length : end);
    if (!isUtf8(rest)) {
      // A decoder puts U+FFFD for what is invalid: there the bytes first differ
      const decoded = Buffer.from(rest.toString('utf8'));
      const inside = rest.findIndex((byte, i) => byte !== decoded[i]);
      const byte = from + inside;
      const value = `0x${bytes[byte].toString(16).padStart(2, '0')}`;
      const message = `${path}, line ${line}: byte ${byte} (${value}) is not UTF-8`;
      return new TlcError('FILE_NOT_UTF8', message, { details: { path, line, byte } });
    }
    from = end + 1;
    line += 1;
  }
}
