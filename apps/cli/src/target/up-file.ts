import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Who runs the server of a home folder: `up.json` in it, while a process does. */
export interface UpFile {
  readonly url: string;
  readonly pid: number;
}

const fileOf = (home: string) => join(home, 'up.json');

/** The running server of a home folder, if there is one. */
export function readUpFile(home: string): UpFile | undefined {
  if (!existsSync(fileOf(home))) return undefined;
  try {
    const up = JSON.parse(readFileSync(fileOf(home), 'utf8')) as UpFile;
    process.kill(up.pid, 0);
    return up;
  } catch (error) {
    // A process of another user lives, too.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
      ? (JSON.parse(readFileSync(fileOf(home), 'utf8')) as UpFile)
      : undefined;
  }
}

/** Says where the server of a home folder is; returns a function that takes it back. */
export async function writeUpFile(home: string, url: string): Promise<() => Promise<void>> {
  const up: UpFile = { url, pid: process.pid };
  await mkdir(home, { recursive: true });
  const temporary = `${fileOf(home)}.${process.pid}`;
  await writeFile(temporary, JSON.stringify(up));
  await rename(temporary, fileOf(home));
  return async () => {
    if (readUpFile(home)?.pid === process.pid) await rm(fileOf(home), { force: true });
  };
}
