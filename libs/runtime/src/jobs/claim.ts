import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type FolderStore, hasEnded, processMark } from '#artifacts';
import { TlcError } from '#contracts';
import { kernelLock } from '#messaging';

const LOOK_MS = 100;
const BEAT_MS = 5000;
const SILENT_MS = 60_000;

/** Waits until nobody else on this file system makes the artifact, and claims it: two workers in one work folder would
 * spoil each other's checkpoints. The claim of a process that has ended is taken over; that of another machine or
 * container, which cannot be asked, when it has not been renewed for a minute.
 * @returns a function that gives the claim up */
export async function claim(store: FolderStore, id: string, signal: AbortSignal): Promise<() => Promise<void>> {
  const file = join(store.layout.work, `${id}.claim`);
  for (;;) {
    signal.throwIfAborted();
    const isMine = await writeFile(file, processMark(), { flag: 'wx' }).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'EEXIST') return false;
        throw TlcError.from(error);
      },
    );
    if (isMine) break;
    if (!(await evictAbandoned(file))) await sleep(LOOK_MS);
  }
  const beat = setInterval(() => {
    const now = new Date();
    void utimes(file, now, now).catch(() => {});
  }, BEAT_MS).unref();
  return async () => {
    clearInterval(beat);
    await rm(file, { force: true });
  };
}

async function isAbandoned(file: string): Promise<boolean> {
  const mark = await readFile(file, 'utf8').catch(() => undefined);
  if (mark === undefined) return false; // given up a moment ago
  const ended = mark === '' ? undefined : hasEnded(mark);
  if (ended !== undefined) return ended;
  const found = await stat(file).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > SILENT_MS;
}

/** One at a time looks and removes, or a second would remove the claim that was made after the first.
 * @returns whether the claim may be there to take */
async function evictAbandoned(file: string): Promise<boolean> {
  if (!(await isAbandoned(file))) return false;
  const release = await kernelLock(dirname(file));
  if (!release) return false;
  try {
    if (await isAbandoned(file)) await rm(file, { force: true });
    return true;
  } finally {
    release();
  }
}
