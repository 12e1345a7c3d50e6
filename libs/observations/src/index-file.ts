import { appendFile, open } from 'node:fs/promises';
import { TlcError } from '#contracts';
import type { JobObservation } from './observation.js';

/** A file of observations, a line of JSON each, to which several processes append: of lines about one artifact the last counts. A
 * line that a killed process left torn is passed over. */
export interface IndexFile {
  /** Those that are there now, by artifact. Only what was appended since the last call is read.
   * @throws TlcError FILE_UNREADABLE */
  read(): Promise<ReadonlyMap<string, JobObservation>>;
  /** @throws TlcError DISK_FULL */
  append(observations: readonly JobObservation[]): Promise<void>;
}

/** Written in each line, and raised when lines have another form: those of other forms are as if they were not there. */
const FORM = 1;

export function openIndexFile(path: string): IndexFile {
  let known = new Map<string, JobObservation>();
  let end = 0;
  let file: bigint | undefined;
  let reading: Promise<unknown> = Promise.resolve();

  async function readOn(): Promise<ReadonlyMap<string, JobObservation>> {
    const handle = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw TlcError.from(error);
      return undefined;
    });
    const found = await handle?.stat({ bigint: true });
    const size = Number(found?.size ?? 0);
    if (found?.ino !== file || size < end) [known, end, file] = [new Map(), 0, found?.ino];
    if (!handle) return known;
    try {
      const appended = Buffer.alloc(size - end);
      const { bytesRead } = await handle.read(appended, 0, appended.length, end);
      // What is being written is read the next time
      const whole = appended.subarray(0, bytesRead).lastIndexOf(10) + 1;
      end += whole;
      for (const line of appended.toString('utf8', 0, whole).split('\n')) {
        const observation = parse(line);
        if (observation) known.set(observation.artifact, observation);
      }
    } finally {
      await handle.close();
    }
    return known;
  }

  return {
    read: () => {
      const mine = reading.then(readOn);
      reading = mine.catch(() => {});
      return mine;
    },
    append: async (observations) => {
      if (observations.length === 0) return;
      const lines = observations.map((observation) => JSON.stringify({ form: FORM, ...observation }));
      // What a killed process left of a line ends before these begin
      await appendFile(path, `\n${lines.join('\n')}\n`).catch((error: unknown) => {
        throw TlcError.from(error);
      });
    },
  };
}

function parse(line: string): JobObservation | undefined {
  try {
    const { form, ...observation } = JSON.parse(line) as JobObservation & { readonly form?: number };
    return form === FORM && typeof observation.artifact === 'string' ? observation : undefined;
  } catch {
    return undefined;
  }
}
