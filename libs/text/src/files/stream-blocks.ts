import { TlcError } from '#contracts';
import { checkUtf8 } from './check-utf8.js';
import { streamBytes } from './read-bytes.js';

const LF = 0x0a;

/** The longest line: below the longest string that V8 holds. */
const LONGEST_LINE = 1 << 28;

/** The bytes of a text file in blocks of whole lines, each with the LF at its end but the last.
 * @throws TlcError as streamBytes; FILE_NOT_UTF8 with line and byte; DATASET_TOO_LARGE for a line past 256 MiB */
export async function* streamBlocks(path: string): AsyncGenerator<Buffer> {
  const before = { lines: 0, bytes: 0 };
  let rest: Buffer[] = [];
  let waiting = 0;
  const checked = (block: Buffer) => {
    checkUtf8(path, block, before);
    before.bytes += block.length;
    for (let at = block.indexOf(LF); at >= 0; at = block.indexOf(LF, at + 1)) before.lines += 1;
    return block;
  };
  for await (const chunk of streamBytes(path)) {
    const end = chunk.lastIndexOf(LF) + 1;
    if (end > 0) {
      yield checked(Buffer.concat([...rest, chunk.subarray(0, end)]));
      rest = [];
      waiting = 0;
    }
    rest.push(chunk.subarray(end));
    waiting += chunk.length - end;
    if (waiting > LONGEST_LINE) throw tooLong(path, before.lines + 1);
  }
  if (waiting > 0) yield checked(Buffer.concat(rest));
}

function tooLong(path: string, line: number): TlcError {
  const message = `${path}, line ${line}: the line is longer than ${LONGEST_LINE} bytes`;
  return new TlcError('DATASET_TOO_LARGE', message, { details: { path, line } });
}
