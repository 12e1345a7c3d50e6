import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { cacheEntry } from './cache.mjs';
import { silentStep, temporaryFolder } from './testing/temporary.mjs';

const folder = temporaryFolder();
const fillWith = (/** @type {string | Buffer} */ text) => async (/** @type {string} */ scratch) =>
  writeFileSync(join(scratch, 'file'), text);

test('an entry is filled once', async () => {
  const cache = join(folder, 'once');
  const entry = await cacheEntry(cache, 'kind/key', silentStep, fillWith('first'));
  await cacheEntry(cache, 'kind/key', silentStep, fillWith('second'));
  assert.equal(readFileSync(join(entry, 'file'), 'utf8'), 'first');
});

test('a fill that fails leaves nothing behind', async () => {
  const cache = join(folder, 'fails');
  const filled = cacheEntry(cache, 'kind/key', silentStep, async (scratch) => {
    writeFileSync(join(scratch, 'half'), 'x');
    throw new Error('broken');
  });
  await assert.rejects(filled, /broken/);
  assert.deepEqual(readdirSync(cache), []);
});

test('a fill that is killed leaves no entry, and the next fill succeeds', async () => {
  const cache = join(folder, 'killed');
  const script = `import { cacheEntry } from ${JSON.stringify(new URL('cache.mjs', import.meta.url).href)};
    import { writeFileSync } from 'node:fs';
    await cacheEntry(${JSON.stringify(cache)}, 'kind/key', { detail() {} }, async (scratch) => {
      writeFileSync(scratch + '/half', 'x');
      console.log('half way');
      await new Promise((resolve) => setTimeout(resolve, 60_000));
    });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
  await new Promise((resolve) => child.stdout.once('data', resolve));
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('close', resolve));
  assert.ok(!existsSync(join(cache, 'kind/key')));
  const entry = await cacheEntry(cache, 'kind/key', silentStep, fillWith('whole'));
  assert.deepEqual(readdirSync(entry), ['file']);
  assert.deepEqual(readdirSync(cache), ['kind']);
});

test('a cache that is not a folder is named', async () => {
  writeFileSync(join(folder, 'plain'), '');
  const filled = cacheEntry(join(folder, 'plain'), 'kind/key', silentStep, fillWith('x'));
  await assert.rejects(filled, { code: 'SETUP_CACHE', message: new RegExp(join(folder, 'plain')) });
});

test('a cache where no folder can be made is named', { skip: !existsSync('/proc/self') && 'needs /proc' }, async () => {
  const filled = cacheEntry('/proc/no/such/cache', 'kind/key', silentStep, fillWith('x'));
  await assert.rejects(filled, { code: 'SETUP_CACHE', message: /cannot create \/proc\/no / });
});

/** A small disk of its own. @param {string} name @param {string} options */
function mounted(name, options) {
  const at = join(folder, name);
  mkdirSync(at);
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', at]);
  if (status !== 0) return undefined;
  after(() => spawnSync('umount', [at]));
  return at;
}

test('a full disk says so, and leaves what it had room for free again', async (t) => {
  const cache = mounted('full', 'size=256k');
  if (!cache) return t.skip('needs the right to mount a small disk');
  const filled = cacheEntry(cache, 'kind/key', silentStep, fillWith(Buffer.alloc(1_000_000)));
  await assert.rejects(filled, { code: 'SETUP_DISK_FULL' });
  assert.deepEqual(readdirSync(cache), []);
});

test('a cache that cannot be written says so', async (t) => {
  const cache = mounted('readonly', 'ro');
  if (!cache) return t.skip('needs the right to mount a small disk');
  await assert.rejects(cacheEntry(cache, 'kind/key', silentStep, fillWith('x')), { code: 'SETUP_CACHE' });
});
