import { fromRandomAccessReaderPromise, RandomAccessReader, type Entry } from 'yauzl';
import type { FileBytes } from '../file/bytes.js';

/**
 * Goes through the directory of a zip: what it says of each entry, true or not.
 *
 * @throws Error of yauzl for a zip that is broken; whatever the file's reading throws
 */
export async function eachEntry(file: FileBytes, use: (entry: Entry) => void): Promise<void> {
  await file.whileOpen((read) => {
    // What yauzl throws within a callback has nobody to catch it but the reader that called
    return new Promise<void>((resolve, reject) => {
      const reader = new ZipReader(read, file.size, reject);
      readDirectory(reader, file.size, use).then(resolve, reject);
    });
  });
}

async function readDirectory(reader: ZipReader, size: number, use: (entry: Entry) => void) {
  const zip = await fromRandomAccessReaderPromise(reader, size, { autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) use(entry);
  } finally {
    zip.close();
  }
}

/** How many bytes are read at once: yauzl asks for an entry's few at a time, one entry after another. */
const AHEAD_BYTES = 2 ** 16;

/** Reads for yauzl. A place outside the file is an error to it; with a reader of its own it would throw into nowhere. */
class ZipReader extends RandomAccessReader {
  private ahead = { position: 0, bytes: new Uint8Array() };

  constructor(
    private readonly readBytes: FileBytes['read'],
    private readonly size: number,
    private readonly onThrow: (error: unknown) => void,
  ) {
    super();
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    const done = (error: Error | null) => {
      try {
        callback(error, length);
      } catch (thrown) {
        this.onThrow(thrown);
      }
    };
    this.take(position, length).then(
      (bytes) => {
        buffer.set(bytes, offset);
        done(null);
      },
      (error: Error) => done(error),
    );
  }

  private async take(position: number, length: number): Promise<Uint8Array> {
    const { ahead } = this;
    const begin = position - ahead.position;
    if (begin >= 0 && begin + length <= ahead.bytes.length) return ahead.bytes.subarray(begin, begin + length);
    const wanted = Math.max(length, Math.min(AHEAD_BYTES, this.size - position));
    this.ahead = { position, bytes: new Uint8Array(await this.readBytes(position, wanted)) };
    return this.ahead.bytes.subarray(0, length);
  }
}
