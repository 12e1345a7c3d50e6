import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openFolderStore } from '#artifacts';
import { storeClassifier } from './system/classifier.mjs';
import { until } from './system/until.mjs';

const execute = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CLI = join(ROOT, 'dist/apps/cli/src/main.js');

/** @type {string} */
let home;
/** @type {string[]} */
let ids;
before(async () => {
  home = await mkdtemp(join(tmpdir(), 'tlc-e2e-serving-'));
  const store = await openFolderStore(home);
  ids = await Promise.all([1, 2].map((seed) => storeClassifier(store, seed)));
});
after(() => rm(home, { recursive: true }));

/** @param {string[]} args */
const tlc = (...args) => execute(process.execPath, [CLI, ...args, '--home', home]);

/** @param {string} line */
const shell = async (line) => JSON.parse((await execute('sh', ['-c', line])).stdout);

test('tlc serve answers the line that it prints and the one of the docs, follows a moved name, and ends on Ctrl-C', async () => {
  await tlc('models', 'tag', ids[0], 'sentiment:3');
  const child = spawn(process.execPath, [CLI, 'serve', 'sentiment', '--http', '0', '--home', home], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    const answer = await shell(line);
    assert.equal(answer.model_name, 'sentiment');
    assert.equal(answer.parameters.id, ids[0]);
    assert.ok(['sad', 'calm', 'glad'].includes(answer.outputs[0].data[0]));

    const [address] = /http:\/\/[^/]+/.exec(line) ?? [''];
    const docs = await readFile(join(ROOT, 'docs/serving.md'), 'utf8');
    const [documented] = /^curl .*$/m.exec(docs) ?? [''];
    const tried = documented.replace('http://127.0.0.1:8000', address).replace('3f2a', ids[0].slice(0, 8));
    assert.notEqual(tried, documented);
    assert.deepEqual((await shell(tried)).outputs, answer.outputs);

    await tlc('models', 'tag', ids[1], 'sentiment:4');
    await until('the name to be followed', async () => (await shell(line)).parameters.id === ids[1]);
    const refused = await shell(`curl -s ${address}/v2/models/nobody/infer -d '{}'`);
    assert.equal(refused.code, 'CONFIG_MISSING_KEY');
  } finally {
    child.kill('SIGINT');
  }
  const [code] = await once(child, 'close');
  assert.equal(code, 0);
});

test('names of models are listed, moved and taken back', async () => {
  await tlc('models', 'tag', ids[0], 'other');
  const listed = async () => JSON.parse((await tlc('models', 'list', '--json')).stdout);
  const own = async () => (await listed()).filter((/** @type {{ name: string }} */ { name }) => name === 'other');
  assert.deepEqual(await own(), [{ name: 'other', version: 'latest', id: ids[0] }]);
  await tlc('models', 'tag', ids[1].slice(0, 12), 'other');
  assert.equal((await own())[0].id, ids[1]);
  await tlc('models', 'untag', 'other');
  assert.deepEqual(await own(), []);
  await assert.rejects(tlc('models', 'untag', 'other'), { code: 2 });
  await assert.rejects(tlc('models', 'tag', ids[0], '../x'), { code: 2 });
});
