import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
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
