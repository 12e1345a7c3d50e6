import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openFolderStore, recipeId } from '#artifacts';
import { connect } from '#messaging';
import { until } from './system/until.mjs';

/** @import { SubmitAnswer, RunState } from '#contracts' */

/** Fewer than the submits that come at once. */
const OPEN_FILES = 256;
/** TLC_BURST makes it larger: 5,000 submits over 10,000 artifacts take minutes. */
const [SUBMITS, ARTIFACTS] = (process.env.TLC_BURST ?? '300,300').split(',').map(Number);

const program = fileURLToPath(new URL('../../dist/apps/cli/src/main.js', import.meta.url));
/** @type {string} */
let folder;
/** @type {import('node:child_process').ChildProcess} */
let up;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tlc-burst-'));
  const store = await openFolderStore(join(folder, 'home'));
  for (let seed = 0; seed < ARTIFACTS; seed++) {
    const recipe = { operation: 'evaluate.texts', version: 1, config: {}, inputs: {}, seed };
    const staged = await store.stage(recipeId(recipe));
    await writeFile(join(staged, 'scores.json'), '{}');
    await store.commit(staged, { kind: 'scores', recipe, seconds: 1, summary: {}, environment: {} });
  }
  for (const name of ['out.txt', 'ref.txt']) await writeFile(join(folder, name), 'a fine film\n');
  const limited = `ulimit -n ${OPEN_FILES} && exec "$0" "$@"`;
  const call = ['-c', limited, process.execPath, program, 'up', '--json', '--home', join(folder, 'home')];
  up = spawn('sh', call, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  await once(/** @type {import('node:stream').Readable} */ (up.stdout), 'data');
});
after(async () => {
  if (up.exitCode === null && up.signalCode === null) {
    const ended = once(up, 'exit');
    up.kill('SIGTERM');
    await ended;
  }
  await rm(folder, { recursive: true, force: true, maxRetries: 20 });
});

test('of more submits at once than a process may open files each is answered and done', async () => {
  const { url } = JSON.parse(await readFile(join(folder, 'home', 'up.json'), 'utf8'));
  const client = await connect(url);
  /** @param {number} seed */
  const submit = async (seed) => {
    const steps = { score: { do: 'evaluate.texts', hypotheses: './out.txt', references: ['./ref.txt'] } };
    const body = { pipeline: { name: 'burst', seed: ARTIFACTS + seed, steps }, folder };
    /** @type {SubmitAnswer} */
    const { run } = await client.request('tlc.v1.pipelines.submit', body, 600_000);
    return run;
  };
  const runs = await Promise.all(Array.from({ length: SUBMITS }, (_, seed) => submit(seed)));
  for (const run of runs) {
    const { status } = await until(`the end of ${run}`, async () => {
      /** @type {RunState} */
      const state = await client.request('tlc.v1.pipelines.status', { run });
      return state.status !== 'running' && state;
    });
    assert.equal(status, 'completed');
  }
  assert.equal(up.exitCode, null);
  await client.close();
});
