import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TlcError } from '#contracts';
import { figuresOf, type Tracker } from '../tracker.js';
import { firstEvent, scalarEvent } from './event.js';
import { tfRecord } from './record.js';

/** Writes event files that TensorBoard reads: `FOLDER/RUN/STEP/events.out.tfevents.…`, of each step its curves and the figures of its
 * result. Named after the step's first event, the file is the same, and is written anew, when the events are read again.
 * @throws TlcError DISK_FULL, FILE_MISSING */
export function tensorBoard(folder: string): Tracker {
  const files = new Map<string, { readonly path: string; step: number }>();
  const open = async (key: string, seconds: number) => {
    const path = join(folder, key, `events.out.tfevents.${Math.floor(seconds)}.tlc`);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, tfRecord(firstEvent(seconds)));
    const file = { path, step: 0 };
    files.set(key, file);
    return file;
  };
  return {
    async take(event) {
      const figures = figuresOf(event);
      if (figures.size === 0) return;
      const seconds = Date.parse(event.time) / 1000;
      const key = join(event.run, event.step);
      try {
        const file = files.get(key) ?? (await open(key, seconds));
        // A result is of the last step
        if (event.type === 'progress' && event.progress.step !== undefined) file.step = event.progress.step;
        await appendFile(file.path, tfRecord(scalarEvent(seconds, file.step, figures)));
      } catch (error) {
        throw TlcError.from(error, 'FILE_MISSING');
      }
    },
    close: async () => {},
  };
}
