import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { digestFiles } from './digest-files.js';
import type { FileDigest } from './hash-file.js';

const MOST = 20_000;
/** Between two writes: a thousand new files are not a thousand writes. */
const SAVE_MS = 1000;

/** A digestFiles that remembers, in a file, the digests of files from one process to the next: data of many gigabytes
 * is read once, not at every plan. */
export function rememberDigests(file: string): (path: string) => Promise<string> {
  const digests = load(file);
  let saved = -Infinity;
  let timer: NodeJS.Timeout | undefined;
  const saveNow = async () => {
    timer = undefined;
    saved = performance.now();
    await save(file, digests);
  };
  return async (path) => {
    const before = newest(digests);
    const digest = await digestFiles(path, digests);
    if (newest(digests) === before || timer) return digest;
    const wait = saved + SAVE_MS - performance.now();
    if (wait <= 0) await saveNow();
    else timer = setTimeout(() => void saveNow(), wait).unref();
    return digest;
  };
}

/** A map keeps the order in which its keys came. */
function newest(digests: Map<string, FileDigest>): string {
  return `${digests.size} ${[...digests.values()].at(-1)?.stamp}`;
}

function load(file: string): Map<string, FileDigest> {
  try {
    return new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, FileDigest>));
  } catch {
    return new Map();
  }
}

/** Forgets the oldest. A file that cannot be written costs time later, and nothing else. */
async function save(file: string, digests: Map<string, FileDigest>): Promise<void> {
  for (const path of [...digests.keys()].slice(0, Math.max(0, digests.size - MOST))) digests.delete(path);
  const temporary = `${file}.${process.pid}`;
  await writeFile(temporary, JSON.stringify(Object.fromEntries(digests)))
    .then(() => rename(temporary, file))
    .catch(() => {});
}
