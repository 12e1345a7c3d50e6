import { readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type FolderStore, isAbandoned, processMark, renew } from '#artifacts';
import { TlcError } from '#contracts';
import { kernelLock } from '#messaging';

const LOOK_MS = 100;

/** Waits until nobody else on this file system makes the artifact, and claims it: two workers in one work folder would
 * spoil each other's checkpoints.
 * @returns a function that gives the claim up */
export function claim(store: FolderStore, id: string, signal: AbortSignal): Promise<() => Promise<void>> {
  return claimFile([join(store.layout.work, `${id}.claim`)], signal);
}

/** Waits until one of the files is nobody's, and claims it. The claim of a process that has ended is taken over; that of
 * another machine or container, which cannot be asked, when it has not been renewed for a minute.
 * @param files in one folder
 * @returns a function that gives the claim up
 * @throws TlcError DISK_FULL and the like; the signal's reason when it aborts first */
export async function claimFile(files: readonly string[], signal: AbortSignal): Promise<() => Promise<void>> {
  for (;;) {
    for (const file of files) {
      signal.throwIfAborted();
      if ((await isMade(file)) || ((await evictAbandoned(file)) && (await isMade(file)))) return held(file);
    }
    await sleep(LOOK_MS);
  }
}

/** Makes the file, if there is none. */
async function isMade(file: string): Promise<boolean> {
  return writeFile(file, processMark(), { flag: 'wx' }).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false;
      throw TlcError.from(error);
    },
  );
}

function held(file: string): () => Promise<void> {
  const beat = renew(() => [file]);
  return async () => {
    clearInterval(beat);
    await rm(file, { force: true });
  };
}

/** @returns also of a claim that was given up a moment ago that it is not abandoned */
async function mayBeEvicted(file: string): Promise<boolean> {
  const mark = await readFile(file, 'utf8').catch(() => undefined);
  return mark !== undefined && (await isAbandoned(file, mark)) === true;
}

/** One at a time looks and removes, or a second would remove the claim that was made after the first.
 * @returns whether the claim may be there to take */
async function evictAbandoned(file: string): Promise<boolean> {
  if (!(await mayBeEvicted(file))) return false;
  const release = await kernelLock(dirname(file));
  if (!release) return false;
  try {
    if (await mayBeEvicted(file)) await rm(file, { force: true });
    return true;
  } finally {
    release();
  }
}
