import { readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasEnded, processMark } from '#artifacts';

/** Who runs the server of a home folder: `up.json` in it, while a process does. */
export interface UpFile {
  readonly url: string;
  /** The process, so that another which got its number later is not taken for it. */
  readonly process: string;
}

const fileOf = (home: string) => join(home, 'up.json');

/** The running server of a home folder, if there is one. */
export function readUpFile(home: string): UpFile | undefined {
  try {
    const up = JSON.parse(readFileSync(fileOf(home), 'utf8')) as UpFile;
    // An address of this machine: what another container wrote leads nowhere from here
    return hasEnded(up.process) === false ? up : undefined;
  } catch {
    return undefined;
  }
}

/** Says where the server of a home folder is; returns a function that takes it back. */
export async function writeUpFile(home: string, url: string): Promise<() => Promise<void>> {
  const up: UpFile = { url, process: processMark() };
  await mkdir(home, { recursive: true });
  const temporary = `${fileOf(home)}.${process.pid}`;
  // The address holds the token by which the server is entered
  await rm(temporary, { force: true });
  await writeFile(temporary, JSON.stringify(up), { mode: 0o600 });
  await rename(temporary, fileOf(home));
  return async () => {
    if (readUpFile(home)?.process === up.process) await rm(fileOf(home), { force: true });
  };
}
