import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { TlcError } from '#contracts/light';
import { decodeSegments, trimEnd } from '#metrics/translation';

/** The segments of a file, which may be gzipped (`.gz`).
 * @throws TlcError FILE_MISSING, FILE_DAMAGED, FILE_NOT_UTF8, FILE_EMPTY */
export function readSegments(file: string): string[] {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new TlcError('FILE_MISSING', `${file} cannot be read (${code})`, { cause, details: { path: file } });
  }
  return decodeSegments(file.endsWith('.gz') ? unzipped(bytes, file) : bytes, file);
}

function unzipped(bytes: Buffer, file: string): Buffer {
  try {
    return gunzipSync(bytes);
  } catch (cause) {
    throw new TlcError('FILE_DAMAGED', `${file} cannot be unzipped`, { cause, details: { path: file } });
  }
}

/** The systems that stdin has, one or several between tabs. As in sacreBLEU a carriage return ends a line here, too.
 * @throws TlcError FILE_NOT_UTF8, FILE_EMPTY, TEXT_LENGTH_MISMATCH if lines differ in the number of systems */
export function readSystems(): string[][] {
  const bytes = readFileSync(0);
  decodeSegments(bytes, 'stdin');
  const lines = bytes.toString('utf8').split(/\r\n|\r|\n/);
  if (lines.at(-1) === '') lines.pop();
  const rows = lines.map((line) => trimEnd(line).split('\t'));
  return columns(rows, rows[0].length, 'stdin').map((column) => column.map((segment) => trimEnd(segment)));
}

/** The references in one file, between tabs.
 * @throws TlcError TEXT_LENGTH_MISMATCH if a line has another number */
export function splitReferences(segments: readonly string[], number: number, file: string): string[][] {
  const rows = segments.map((line) => {
    const fields = line.split('\t');
    return fields.length <= number ? fields : [...fields.slice(0, number - 1), fields.slice(number - 1).join('\t')];
  });
  return columns(rows, number, file);
}

function columns(rows: readonly string[][], number: number, file: string): string[][] {
  const wrong = rows.findIndex((fields) => fields.length !== number);
  if (wrong < 0) return Array.from({ length: number }, (_, i) => rows.map((fields) => fields[i]));
  const message = `line ${wrong + 1} of ${file} has ${rows[wrong].length} texts between tabs; ${number} were expected`;
  throw new TlcError('TEXT_LENGTH_MISMATCH', message, { details: { line: wrong + 1, expected: number } });
}
