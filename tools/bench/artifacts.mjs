/** Benchmarks of artifacts that a NATS server beside the services keeps: one machine hands over, another fetches. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const library = (name) => import(new URL(`../../dist/libs/${name}/src/index.js`, import.meta.url).href);
const [{ accessOf, connect, findServerProgram }, { openStore }, { recipeId }] = await Promise.all(
  ['messaging', 'runtime', 'artifacts'].map(library),
);

const MIB = 256;
const ROUNDS = 3;

/** As rows of {name, value, unit, ...}: the median of the rounds. */
export async function benchArtifacts(progress) {
  const folder = await mkdtemp(join(tmpdir(), 'tlc-bench-'));
  const server = await startServer(folder);
  const open = async (home) => {
    const client = await connect(accessOf({ TLC_NATS_URL: server.url, TLC_ARTIFACTS: 'nats' }));
    return { store: await openStore('nats', client, join(folder, home)), client };
  };
  const [one, other] = [await open('one'), await open('other')];
  try {
    const times = { send: [], fetch: [], open: [] };
    for (let round = 0; round < ROUNDS; round++) {
      progress(`artifacts, round ${round + 1}`);
      const timed = async (name, work) => {
        const begin = performance.now();
        const result = await work();
        times[name].push((performance.now() - begin) / 1000);
        return result;
      };
      const { id } = await timed('send', await made(one.store, round));
      await timed('fetch', () => other.store.open(id));
      await other.store.open(id); // what was just written is hashed once more, and remembered when it has settled
      await new Promise((resolve) => setTimeout(resolve, 3000));
      await other.store.open(id);
      await timed('open', () => other.store.open(id));
    }
    const middle = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
    const rate = (name) => ({ value: Math.round(MIB / middle(times[name])), unit: 'MiB/s', runs: ROUNDS });
    return [
      { name: `an artifact of ${MIB} MiB: digests, disk and handing over`, ...rate('send') },
      { name: `an artifact of ${MIB} MiB: fetching and digests`, ...rate('fetch') },
      { name: 'a copy that is there: opening', value: round(1000 * middle(times.open)), unit: 'ms', runs: ROUNDS },
    ];
  } finally {
    await Promise.all([one.client.close(), other.client.close()]);
    await server.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A server as one is deployed: it writes to the disk when the system does. */
async function startServer(folder) {
  const where = ['-a', '127.0.0.1', '-p', '-1', '--ports_file_dir', folder, '-js', '-sd', join(folder, 'nats')];
  const server = spawn(findServerProgram(), where, { stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  server.stderr.on('data', (data) => (log += data));
  while (!log.includes('Server is ready')) await once(server.stderr, 'data');
  const port = /connections on 127.0.0.1:(\d+)/.exec(log)[1];
  const stop = async () => {
    const ended = once(server, 'exit');
    server.kill();
    await ended;
  };
  return { url: `nats://127.0.0.1:${port}`, stop };
}

/** @returns what commits an artifact of random bytes */
async function made(store, seed) {
  const recipe = { operation: 'bench', version: 1, config: {}, inputs: {}, seed };
  const staged = await store.stage(recipeId(recipe));
  await writeFile(join(staged, 'weights'), randomBytes(MIB * 1024 * 1024));
  return () => store.commit(staged, { kind: 'model', recipe, seconds: 0, summary: {}, environment: {} });
}

const round = (value) => Math.round(1000 * value) / 1000;
