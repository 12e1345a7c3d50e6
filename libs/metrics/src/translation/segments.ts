import { TlcError } from '#contracts/light';
import { trimEnd } from './whitespace.js';

/** The segments of a text, one a line, without white space at their ends, as sacreBLEU reads files: only a line feed
 * ends a line (not U+0085 or U+2028, nor a carriage return, which is white space), and a last line needs none. */
export function segmentsOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map(trimEnd);
}

/** The segments of a UTF-8 file. A byte-order mark is part of the first segment, as in sacreBLEU. `name` is the file's,
 * for messages.
 * @throws FILE_NOT_UTF8, FILE_EMPTY if there is no line */
export function decodeSegments(bytes: Uint8Array, name: string): string[] {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new TlcError('FILE_NOT_UTF8', `${name} is not valid UTF-8.`, { cause, details: { file: name } });
  }
  const segments = segmentsOf(text);
  if (segments.length > 0) return segments;
  throw new TlcError('FILE_EMPTY', `${name} has no segments.`, { details: { file: name } });
}
