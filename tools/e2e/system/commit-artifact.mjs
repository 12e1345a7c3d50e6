/** Makes an artifact of some MiB in a home folder and hands it over to the server of TLC_NATS_URL, as a job does; says when the
 * handing over begins: `node commit-artifact.mjs HOME SEED MIB`. */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { recipeId } from '#artifacts';
import { accessOf, connect } from '#messaging';
import { openStore } from '#runtime';

const [, , home, seed, mib] = process.argv;
const store = await openStore('nats', await connect(accessOf()), home);
const recipe = { operation: 'x', version: 1, config: {}, inputs: {}, seed: Number(seed) };
const staged = await store.stage(recipeId(recipe));
const file = await open(join(staged, 'weights'), 'w');
// The same bytes for a seed, and no two pieces alike
for (let piece = 0; piece < Number(mib); piece++) {
  const word = createHash('sha512').update(`${seed} ${piece}`).digest();
  await file.write(Buffer.alloc(1024 * 1024, word));
}
await file.close();
process.stdout.write('sending\n');
const { manifest } = await store.commit(staged, { kind: 'model', recipe, seconds: 1, summary: {}, environment: {} });
process.stdout.write(`${manifest.id}\n`);
process.exit();
