import { fromRandomAccessReaderPromise, RandomAccessReader, type Entry } from 'yauzl';
import type { FileBytes } from '../file/bytes.js';

/**
 * Goes through the entries of a zip: what its directory says of each, and where its bytes begin in the file. yauzl sees
 * to it that they end within the file.
 *
 * @throws Error of yauzl for a zip that is broken; whatever the file's reading throws
 */
export async function eachEntry(file: FileBytes, use: (entry: Entry, start: number) => void): Promise<void> {
  await file.whileOpen((read) => {
    // What yauzl throws within a callback has nobody to catch it but the reader that called
    return new Promise<void>((resolve, reject) => {
      const reader = new ZipReader(read, reject);
      readDirectory(reader, file.size, use).then(resolve, reject);
    });
  });
}

async function readDirectory(reader: ZipReader, size: number, use: (entry: Entry, start: number) => void) {
  const zip = await fromRandomAccessReaderPromise(reader, size, { autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) {
      const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
      use(entry, fileDataStart);
    }
  } finally {
    zip.close();
  }
}

/** Reads for yauzl. A place outside the file is an error to it; with a reader of its own it would throw into nowhere. */
class ZipReader extends RandomAccessReader {
  constructor(
    private readonly bytes: FileBytes['read'],
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
    // Not within the promise: an error of the callback is none of the reading
    this.take(position, length).then(
      (bytes) => {
        buffer.set(bytes, offset);
        done(null);
      },
      (error: Error) => done(error),
    );
  }

  private async take(position: number, length: number): Promise<Uint8Array> {
    return new Uint8Array(await this.bytes(position, length));
  }
}
