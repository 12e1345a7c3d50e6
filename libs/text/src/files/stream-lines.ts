import { TlcError } from '#contracts';

/** The lines of a stream of UTF-8 as they arrive. Only LF ends a line; a CR before it and a byte-order mark at the start
 * are dropped. A last line without LF is a line, too.
 * @param name what to call the stream in messages
 * @throws TlcError FILE_NOT_UTF8 with the line after which it stands */
export async function* streamLines(stream: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<string> {
  // Drops the byte-order mark, and throws where bytes are no UTF-8
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  let done = 0;
  const decode = (chunk?: Uint8Array) => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch (cause) {
      const message = `${name}: after line ${done} there are bytes that are not UTF-8`;
      throw new TlcError('FILE_NOT_UTF8', message, { cause, details: { path: name, line: done + 1 } });
    }
  };
  for await (const chunk of stream) {
    const lines = (rest + decode(chunk)).split('\n');
    rest = lines.pop() as string;
    for (const line of lines) {
      done += 1;
      yield line.endsWith('\r') ? line.slice(0, -1) : line;
    }
  }
  rest += decode();
  if (rest !== '') yield rest;
}
