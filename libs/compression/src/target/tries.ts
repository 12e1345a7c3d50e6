import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HistoryPoint } from '#training';
import type { TargetFigures } from './measure.js';

/** One try of a search: the strength, what came of it, and whether it fits the target. */
export interface Try extends TargetFigures {
  readonly value: number;
  readonly fits: boolean;
}

/** A try as the work folder keeps it: with the curves of its training. */
export interface KeptTry extends Try {
  readonly history: readonly HistoryPoint[];
}

/** Folder of what a try makes. */
export const folderOf = (work: string, value: number): string => join(work, `try-${value}`);

const fileOf = (work: string) => join(work, 'tries.json');

/** The tries that are done, by an earlier process too. */
export async function readTries(work: string): Promise<readonly KeptTry[]> {
  const text = await readFile(fileOf(work), 'utf8').catch(() => '[]');
  return JSON.parse(text) as KeptTry[];
}

/** Writes them down: all or none. */
export async function writeTries(work: string, tries: readonly KeptTry[]): Promise<void> {
  await mkdir(work, { recursive: true });
  const temporary = `${fileOf(work)}.new`;
  await writeFile(temporary, JSON.stringify(tries));
  await rename(temporary, fileOf(work));
}

/** A try in words: `0.5: 0.34 points lost, 34.7 MB, accepted`. */
export function tryInWords({ value, bytes, quality_loss: loss, latency, speedup, fits }: Try): string {
  const said = [
    ...(loss === undefined ? [] : [`${number(loss)} points lost`]),
    ...(latency === undefined ? [] : [`${number(latency)} ms`]),
    ...(speedup === undefined ? [] : [`${number(speedup)} times as fast`]),
    `${number(bytes / 1e6)} MB`,
    fits ? 'accepted' : 'rejected',
  ];
  return `${value}: ${said.join(', ')}`;
}

const number = (value: number) => String(Number(value.toPrecision(3)));
