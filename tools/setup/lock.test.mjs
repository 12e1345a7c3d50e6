import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { withLock } from './lock.mjs';
import { temporaryFolder } from './testing/temporary.mjs';

const folder = temporaryFolder();

test('two holders take turns', async () => {
  const file = join(folder, 'turns');
  /** @type {string[]} */
  const log = [];
  const hold = (/** @type {string} */ name) =>
    withLock(file, async () => {
      log.push(`${name} in`);
      await sleep(150);
      log.push(`${name} out`);
    });
  await Promise.all([hold('a'), hold('b')]);
  assert.match(log.join(), /^(a in,a out,b in,b out|b in,b out,a in,a out)$/);
  assert.ok(!existsSync(file));
});

test('the lock of a process that was killed does not block', async () => {
  const file = join(folder, 'dead');
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  writeFileSync(file, `${hostname()} ${pid}`);
  assert.equal(await withLock(file, async () => 'done'), 'done');
});

test('of many that start at once over what a killed process left, one is in at a time', async () => {
  const file = join(folder, 'starts');
  const log = join(folder, 'starts.log');
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  const script = `
    import { appendFileSync } from 'node:fs';
    import { withLock } from ${JSON.stringify(new URL('./lock.mjs', import.meta.url).href)};
    await withLock(process.argv[1], async () => {
      appendFileSync(process.argv[2], 'in ');
      await new Promise((resolve) => setTimeout(resolve, 20));
      appendFileSync(process.argv[2], 'out ');
    });`;
  for (let round = 0; round < 3; round++) {
    writeFileSync(file, `${hostname()} ${pid}`);
    const starts = Array.from({ length: 4 }, () =>
      spawn(process.execPath, ['--input-type=module', '-e', script, file, log], { stdio: 'inherit' }),
    );
    const codes = await Promise.all(starts.map(async (child) => (await once(child, 'exit'))[0]));
    assert.deepEqual(codes, [0, 0, 0, 0]);
  }
  assert.equal(readFileSync(log, 'utf8'), 'in out '.repeat(12));
  assert.ok(!existsSync(file));
});

test('a process that is killed gives the lock back at once', async () => {
  const file = join(folder, 'killed');
  const script = `
    import { withLock } from ${JSON.stringify(new URL('./lock.mjs', import.meta.url).href)};
    await withLock(process.argv[1], () => new Promise(() => { console.log('in'); setInterval(() => {}, 1000); }));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(/** @type {import('node:stream').Readable} */ (child.stdout), 'data');
  let waits = 0;
  const next = withLock(
    file,
    async () => 'done',
    () => (waits += 1),
  );
  while (waits === 0) await sleep(10);
  child.kill('SIGKILL');
  assert.equal(await next, 'done');
  assert.equal(waits, 1);
});

test('the lock is released when the work throws', async () => {
  const file = join(folder, 'throws');
  await assert.rejects(
    withLock(file, async () => {
      throw new Error('no');
    }),
    /no/,
  );
  assert.ok(!existsSync(file));
});
