import { isUtf8 } from 'node:buffer';
import { TlcError } from '#contracts';

const LF = 0x0a;

/** Sees that bytes of a file are UTF-8.
 * @param before lines and bytes of the file that stand before these, which begin a line
 * @throws TlcError FILE_NOT_UTF8 with line and byte of the file */
export function checkUtf8(path: string, bytes: Buffer, before = { lines: 0, bytes: 0 }): void {
  if (!isUtf8(bytes)) throw notUtf8(path, bytes, before);
}

function notUtf8(path: string, bytes: Buffer, before: { lines: number; bytes: number }): TlcError {
  let line = before.lines + 1;
  let from = 0;
  for (;;) {
    const end = bytes.indexOf(LF, from);
    const rest = bytes.subarray(from, end < 0 ? bytes.length : end);
    if (!isUtf8(rest)) {
      // A decoder puts U+FFFD for what is invalid: there the bytes first differ
      const decoded = Buffer.from(rest.toString('utf8'));
      const inside = rest.findIndex((byte, i) => byte !== decoded[i]);
      const value = `0x${rest[inside].toString(16).padStart(2, '0')}`;
      const byte = before.bytes + from + inside;
      const message = `${path}, line ${line}: byte ${byte} (${value}) is not UTF-8`;
      return new TlcError('FILE_NOT_UTF8', message, { details: { path, line, byte } });
    }
    from = end + 1;
    line += 1;
  }
}
