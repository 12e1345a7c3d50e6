import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Scores } from '#contracts';

/** What an evaluation measured. */
export async function readScores(folder: string): Promise<Scores> {
  return JSON.parse(await readFile(join(folder, 'scores.json'), 'utf8')) as Scores;
}

/** The answers in `predictions.tsv` of scores, in the order of the split's rows. */
export async function readAnswers(folder: string): Promise<string[]> {
  const table = await readFile(join(folder, 'predictions.tsv'), 'utf8');
  return table
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t')[1]);
}
