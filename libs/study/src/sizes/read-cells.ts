import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FolderStore } from '#artifacts';
import { type Scores, TlcError } from '#contracts';
import { readDataset } from '#text';
import { type Cell, cellsOf, scoreOf } from './cells.js';
import { DENSE, type SizedGroup } from './claims.js';
import type { StudyConfig } from './config.js';

/** The groups of a study that were trained for the same seconds. */
export interface TimedGroup extends SizedGroup {
  readonly seconds: number;
}

/** The answers of all models of a study, from the results of its run.
 * @param artifactOf id of a step's result
 * @throws TlcError ARTIFACT_UNKNOWN; DATA_NO_LABELS where the data has no classes */
export async function readCells(
  study: StudyConfig,
  artifactOf: (step: string) => string,
  store: FolderStore,
): Promise<TimedGroup[]> {
  const { labels, splits } = await readDataset(store.layout.artifact(artifactOf('rows')));
  const gold = splits.dev?.labels;
  if (!labels || !gold) throw new TlcError('DATA_NO_LABELS', 'a study needs a dev split with classes');
  const words = Array.from(gold, (label) => labels[label]);
  const groups = new Map<string, TimedGroup & { seeds: Uint8Array[] }>();
  for (const cell of cellsOf(study)) {
    const folder = store.layout.artifact(artifactOf(scoreOf(cell.step)));
    const answers = rightAnswers(await readFile(join(folder, 'predictions.tsv'), 'utf8'), words);
    const form = formOf(cell);
    const key = JSON.stringify([cell.size, cell.seconds, form]);
    const known = groups.get(key);
    if (known) known.seeds.push(answers);
    else {
      const { size, seconds, bits, sparsity } = cell;
      groups.set(key, { size, seconds, form, bits, sparsity, ...(await sizesOf(folder)), seeds: [answers] });
    }
  }
  return [...groups.values()];
}

/** `dense`, `4 bits`, `80 % zeros` */
function formOf({ bits, sparsity }: Cell): string {
  if (bits !== undefined) return `${bits} bits`;
  return sparsity === undefined ? DENSE : `${Math.round(100 * sparsity)} % zeros`;
}

async function sizesOf(folder: string): Promise<Pick<SizedGroup, 'bytes' | 'parameters'>> {
  const { model } = JSON.parse(await readFile(join(folder, 'scores.json'), 'utf8')) as Scores;
  return { bytes: model?.bytes as number, parameters: model?.parameters as number };
}

/** 1 for each example whose answer is its label. */
function rightAnswers(table: string, gold: readonly string[]): Uint8Array {
  const answers = table
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t')[1]);
  return Uint8Array.from(gold, (word, i) => Number(answers[i] === word));
}
