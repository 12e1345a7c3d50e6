import { readdirSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DataFacts } from '../facts.js';
import type { Objective } from './objective.js';

/** A folder is an objective; nobody keeps a list. */
const FOLDER = new URL('./', import.meta.url);
const INDEX = `index${extname(fileURLToPath(import.meta.url))}`;

/** Finds objectives, in the order of their folders' names.
 * @param folder those of TLC if left out */
export async function findObjectives(folder: URL = FOLDER): Promise<readonly Objective[]> {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && readdirSync(new URL(`${entry.name}/`, folder)).includes(INDEX))
    .map(({ name }) => name)
    .sort();
  const found: Objective[] = [];
  for (const name of names) {
    found.push(((await import(new URL(`${name}/${INDEX}`, folder).href)) as { default: Objective }).default);
  }
  return found;
}

/** All objectives. */
export const OBJECTIVES: readonly Objective[] = await findObjectives();

/** The objective of a name.
 * @throws Error where there is none: who names one has checked it */
export function objectiveNamed(id: string): Objective {
  const found = OBJECTIVES.find((objective) => objective.id === id);
  if (!found) throw new Error(`there is no objective ${id}`);
  return found;
}

/** The objective of a training whose config names none. */
export const usualObjective = (phase: Objective['phase']): Objective =>
  OBJECTIVES.find((objective) => objective.phase === phase && objective.isDefault)!;

/** What a training on a data set minimises, where nothing else is asked for. */
export function objectiveOf({ objective }: Pick<DataFacts, 'objective'>): string {
  if (objective === 'language-modelling') return usualObjective('pretrain').id;
  return taskObjective({ objective });
}

/** What a training on the answers of a data set minimises. */
export const taskObjective = ({ objective }: Pick<DataFacts, 'objective'>): string =>
  OBJECTIVES.find(({ id }) => id === objective)?.id ?? usualObjective('finetune').id;

/** The share of the tokens that a training masks: what its config says, or else its objective. */
export function maskedShare(config: { readonly objective?: string; readonly mask_probability?: number }): number {
  const { id, masked } = config.objective === undefined ? usualObjective('pretrain') : objectiveNamed(config.objective);
  const share = config.mask_probability ?? masked;
  if (share === undefined) throw new Error(`objective ${id} masks no tokens`);
  return share;
}
