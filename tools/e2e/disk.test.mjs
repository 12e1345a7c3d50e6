import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm, rmdir, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { pretrained, sst2, vocabulary } from './system/steps.mjs';
import { writeSst2 } from './system/sst2.mjs';
import { startSystem, stepOf } from './system/system.mjs';
import { until } from './system/until.mjs';

const SIZE = '16m';

/** A file system that is soon full, or undefined where this user may not mount one. */
async function smallDisk() {
  const place = await mkdtemp(join(tmpdir(), 'tlc-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'tlc-e2e', place], { stdio: 'ignore' });
  } catch {
    await rmdir(place);
    return undefined;
  }
  return {
    place,
    remove: async () => {
      execFileSync('umount', [place]);
      await rmdir(place);
    },
  };
}

/** @param {string} place */
async function freeBytes(place) {
  const { bavail, bsize } = await statfs(place);
  return bavail * bsize;
}

/** 1.2 million parameters: more than is free, with and without their checkpoint. */
const LARGE = { layers: 1, hidden_size: 256, heads: 4, ffn_size: 1024, max_positions: 128 };

const steps = { vocabulary, sst2, pretrained: { ...pretrained(10), architecture: LARGE } };

/**
 * Takes what is free of a disk but for so many bytes; returns a function that gives it back.
 *
 * @param {string} place
 * @param {number} left
 */
async function fill(place, left) {
  const filler = join(place, 'filler');
  await writeFile(filler, Buffer.alloc(Math.max(0, (await freeBytes(place)) - left)));
  return () => rm(filler);
}

/** @type {Awaited<ReturnType<typeof smallDisk>>} */
let disk;
/** @type {Awaited<ReturnType<typeof startSystem>>} */
let system;
beforeEach(async () => {
  disk = await smallDisk();
  if (!disk) return;
  system = await startSystem({ home: disk.place });
  await writeSst2(join(system.folder, 'SST-2'));
});
afterEach(async () => {
  if (!disk) return;
  await system.close();
  await disk.remove();
});

const NO_DISK = 'mounting a small file system needs more rights than this user has';

test('a full disk fails the step and leaves nothing half-written; with space it goes on where it stopped', async (t) => {
  if (!disk) return t.skip(NO_DISK);
  const free = await fill(disk.place, 2 ** 20);
  const failed = await system.run(steps);
  const { status, error } = stepOf(failed, 'pretrained');
  assert.equal(status, 'failed');
  assert.equal(error?.code, 'DISK_FULL');
  assert.deepEqual(await readdir(join(disk.place, 'staging')), []);
  const whole = ['vocabulary', 'sst2'].map((name) => stepOf(failed, name).artifact);
  assert.deepEqual((await readdir(join(disk.place, 'artifacts'))).sort(), whole.sort());

  await free();
  const again = await system.run(steps);
  assert.equal(again.status, 'completed', JSON.stringify(again));
  assert.deepEqual(
    again.steps.map(({ cached }) => cached),
    [true, true, false],
  );
});

/** What a NATS server keeps of a disk without a byte differs from time to time: for whoever works on it, not every day. */
const NOT_ASKED = 'set TLC_E2E_DISK=full to try a disk without a byte left, the NATS server’s included';

test(
  'a disk that has not a byte left in the middle of a run, the NATS server’s included, loses nothing',
  { skip: process.env.TLC_E2E_DISK === 'full' ? false : NOT_ASKED },
  async (t) => {
    if (!disk) return t.skip(NO_DISK);
    const run = await system.submit({ pipeline: { name: 'e2e', steps } });
    const events = system.events(run);
    await until('the training', () => events.some(({ type, step }) => type === 'started' && step === 'pretrained'));
    const free = await fill(disk.place, 0);
    await sleep(4000);
    await free();
    const state = await system.ended(run);
    const { status, error } = stepOf(state, 'pretrained');
    t.diagnostic(`the training: ${status} ${error?.code ?? ''}`);
    if (status === 'failed') assert.equal(error?.code, 'DISK_FULL', JSON.stringify(error));
    else assert.equal(status, 'completed');
    assert.deepEqual(await readdir(join(disk.place, 'staging')), []);
    for (const { id } of await system.store.list()) await system.store.open(id);

    const again = await until('the next run', () => system.run(steps));
    assert.equal(again.status, 'completed', JSON.stringify(again));
  },
);
