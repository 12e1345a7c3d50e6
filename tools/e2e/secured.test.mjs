import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { findServerProgram } from '#messaging';
import { writeSst2 } from './system/sst2.mjs';
import { until } from './system/until.mjs';

/** What nobody may read in any output. */
const SECRET = 'Qx7secretZk';
const root = new URL('../../', import.meta.url);

/** @type {string} */
let folder;
/** Of the secured server. */
let port = 0;
/** @type {{ child: import('node:child_process').ChildProcess, output: () => string }[]} */
const running = [];

/**
 * A process whose output is kept.
 *
 * @param {string} program
 * @param {string[]} parameters
 * @param {Record<string, string>} [env]
 */
function start(program, parameters, env = {}) {
  const child = spawn(program, parameters, {
    cwd: fileURLToPath(root),
    env: { ...process.env, XDG_CONFIG_HOME: folder, TLC_INPUT_ROOTS: folder, TLC_HOME: join(folder, 'home'), ...env },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (text += data));
  const one = { child, output: () => text };
  running.push(one);
  return one;
}

/** A port that was free a moment ago. */
async function somePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: free } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  await once(server, 'close');
  return free;
}

/** @param {string} name */
const service = (name) =>
  start(process.execPath, [`dist/apps/${name}/src/main.js`], { TLC_NATS_CONTEXT: 'secured', TLC_LOG_LEVEL: 'debug' });

/** @param {string[]} parameters */
const tlc = (...parameters) => start(process.execPath, ['dist/apps/cli/src/main.js', ...parameters]);

before(async () => {
  port = await somePort();
  folder = await mkdtemp(join(tmpdir(), 'tlc-secured-'));
  await writeSst2(join(folder, 'SST-2'));
  const config = `authorization { user: ada, password: ${SECRET} }\njetstream { store_dir: "${folder}/nats-store" }\n`;
  await writeFile(join(folder, 'server.conf'), config);
  await mkdir(join(folder, 'nats', 'context'), { recursive: true });
  const context = { url: `nats://127.0.0.1:${port}`, user: 'ada', password: SECRET };
  await writeFile(join(folder, 'nats', 'context', 'secured.json'), JSON.stringify(context));
  start(findServerProgram(), ['-a', '127.0.0.1', '-p', String(port), '-c', join(folder, 'server.conf')]);
  await until('the server', async () => {
    const socket = createConnection(port, '127.0.0.1');
    const isThere = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    return isThere;
  });
});
after(async () => {
  for (const { child } of running) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
  await rm(folder, { recursive: true, maxRetries: 20 });
});

test('a run on a secured server waits for the services of its steps, says so, and asks for no others', async () => {
  service('pipelines');
  const steps = { vocabulary: { do: 'tokenizer.learn', corpus: 'SST-2', column: 'sentence', vocab_size: 300 } };
  const file = join(folder, 'pipeline.json');
  await writeFile(file, JSON.stringify({ name: 'secured', steps }));
  const status = async () => {
    const { child } = tlc('status', '--context', 'secured');
    return (await once(child, 'exit'))[0] === 0;
  };
  await until('the pipelines service', status);
  const run = tlc('run', '--context', 'secured', file);
  await until('the notice', async () => run.output().includes('no tokenization service listens: 1 job waits'));
  const worker = service('tokenization');
  const [code] = await once(run.child, 'exit');
  assert.equal(code, 0, run.output());
  assert.doesNotMatch(run.output(), /no (training|pruning|quantization|evaluation) service/);
  const begin = Date.now();
  const ended = once(worker.child, 'exit');
  worker.child.kill('SIGTERM');
  assert.deepEqual(await ended, [0, null]);
  assert.ok(Date.now() - begin < 8000);
});

test('who is refused is told so, with the exit code of a server that cannot be used', async () => {
  const url = `nats://eve:${SECRET}@127.0.0.1:${port}`;
  for (const json of [[], ['--json']]) {
    const refused = tlc('status', '--server', url, ...json);
    const [code] = await once(refused.child, 'exit');
    assert.equal(code, 3);
    assert.match(refused.output(), /SERVER_REFUSED/);
  }
  const alone = start(process.execPath, ['dist/apps/training/src/main.js'], { TLC_NATS_URL: url });
  assert.equal((await once(alone.child, 'exit'))[0], 1);
  assert.match(alone.output(), /SERVER_REFUSED/);
});

test('tlc up says where its server is, and not with which token', async () => {
  const home = join(folder, 'up');
  const up = tlc('up', '--json', '--home', home);
  const line = await until('its answer', async () => up.output().includes('\n') && up.output().split('\n')[0]);
  const { url, access } = JSON.parse(line);
  const whole = JSON.parse(await readFile(access, 'utf8')).url;
  const { host, username: token } = new URL(whole);
  assert.equal(url, `nats://${host}`);
  assert.ok(token.length > 20);
  const ended = once(up.child, 'exit');
  up.child.kill('SIGTERM');
  await ended;
  assert.ok(!up.output().includes(token));
  assert.ok(!(await readFile(join(home, 'tlc.log'), 'utf8')).includes(token));
});

test('no output holds what is secret', () => {
  assert.ok(running.length > 5);
  for (const { output } of running) assert.ok(!output().includes(SECRET), output());
});
