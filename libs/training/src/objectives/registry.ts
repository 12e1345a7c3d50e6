import { readdirSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ComputedObjective } from './computed-objective.js';

const FOLDER = new URL('./', import.meta.url);
const INDEX = `index${extname(fileURLToPath(import.meta.url))}`;

/** The objectives that compute something of their own, by the names of their folders; those of a head's own loss have none.
 * @param folder those of TLC if left out */
export async function findComputed(folder: URL = FOLDER): Promise<ReadonlyMap<string, ComputedObjective>> {
  const found = new Map<string, ComputedObjective>();
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory() || !readdirSync(new URL(`${entry.name}/`, folder)).includes(INDEX)) continue;
    const module = (await import(new URL(`${entry.name}/${INDEX}`, folder).href)) as { default: ComputedObjective };
    found.set(entry.name, module.default);
  }
  return found;
}

/** Those of TLC. */
export const COMPUTED: ReadonlyMap<string, ComputedObjective> = await findComputed();
