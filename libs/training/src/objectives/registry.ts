import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ComputedObjective } from './computed-objective.js';

const FOLDER = new URL('./', import.meta.url);
const INDEX = `index${extname(fileURLToPath(import.meta.url))}`;

/** What an objective computes of its own, from the folder that is called as it; undefined where the loss is that of the head.
 * @param folder of objectives' folders; TLC's if left out */
export async function computedObjective(id: string, folder: URL = FOLDER): Promise<ComputedObjective | undefined> {
  const index = new URL(`${id}/${INDEX}`, folder);
  if (!existsSync(index)) return undefined;
  return ((await import(index.href)) as { default: ComputedObjective }).default;
}
