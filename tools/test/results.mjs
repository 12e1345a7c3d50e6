import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where `npm test` looks for the counts, one file a project. Nx caches them with the task (nx.json, `outputs`). */
const FOLDER = fileURLToPath(new URL('../../.tlc/test-results', import.meta.url));

/**
 * Leaves a project's test counts for the closing line of `npm test`; outside of an Nx task there is none, and nothing
 * is written.
 *
 * @param {{ passed: number, failed: number, skipped: number }} counts
 */
export async function writeResults(counts) {
  const project = process.env.NX_TASK_TARGET_PROJECT;
  if (!project) return;
  await mkdir(FOLDER, { recursive: true });
  await writeFile(join(FOLDER, `${project}.json`), JSON.stringify(counts));
}
