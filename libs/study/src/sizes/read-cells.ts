import type { FolderStore } from '#artifacts';
import { TlcError } from '#contracts';
import { readDataset } from '#text';
import { readAnswers, readScores } from '../read-scores.js';
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
  const folderOf = async (step: string) => (await store.open(artifactOf(step))).folder;
  const { labels, splits } = await readDataset(await folderOf('rows'));
  const gold = splits.dev?.labels;
  if (!labels || !gold) throw new TlcError('DATA_NO_LABELS', 'a study needs a dev split with classes');
  const words = Array.from(gold, (label) => labels[label]);
  const groups = new Map<string, TimedGroup & { seeds: Uint8Array[] }>();
  for (const cell of cellsOf(study)) {
    const folder = await folderOf(scoreOf(cell.step));
    const given = await readAnswers(folder);
    const answers = Uint8Array.from(words, (word, i) => Number(given[i] === word));
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
  const { model } = await readScores(folder);
  return { bytes: model?.bytes as number, parameters: model?.parameters as number };
}
