/** The classifiers that benchmarks ask: one of our own shape, and MiniLM where it can be had. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runScript } from './peer.mjs';
import { pretrainedModel } from './recipes.mjs';

/**
 * Calls `bench` with each, prepared in a folder of its own, which is removed in the end.
 *
 * @template Row
 * @param {(what: string) => void} progress
 * @param {(name: string, place: string[]) => Promise<Row[]>} bench `place`: flags that name the folder
 * @returns {Promise<Row[]>} the rows of all
 */
export async function eachClassifier(progress, bench) {
  const folder = await mkdtemp(join(tmpdir(), 'tlc-classifiers-'));
  const models = { 'bert-mini': 'bert-mini', MiniLM: pretrainedModel() };
  try {
    const rows = [];
    for (const [name, model] of Object.entries(models)) {
      if (!model) continue;
      progress(`${name}: model and sentences`);
      const place = ['--folder', join(folder, name.toLowerCase())];
      runScript('classify.mjs', [...place, '--model', model, '--prepare']);
      rows.push(...(await bench(name, place)));
    }
    return rows;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
