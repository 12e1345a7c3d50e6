import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm, rmdir, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pretrained, sst2, vocabulary } from './system/steps.mjs';
import { writeSst2 } from './system/sst2.mjs';
import { startSystem, stepOf } from './system/system.mjs';

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

test('a full disk fails the step and leaves nothing half-written; with space it goes on where it stopped', async (t) => {
  const disk = await smallDisk();
  if (!disk) return t.skip('mounting a small file system needs more rights than this user has');
  const system = await startSystem({ home: disk.place });
  try {
    await writeSst2(join(system.folder, 'SST-2'));
    const steps = { vocabulary, sst2, pretrained: { ...pretrained(4), architecture: LARGE } };
    const filler = join(disk.place, 'filler');
    await writeFile(filler, Buffer.alloc((await freeBytes(disk.place)) - 2 ** 20));

    const failed = await system.run(steps);
    const { status, error } = stepOf(failed, 'pretrained');
    assert.equal(status, 'failed');
    assert.equal(error?.code, 'DISK_FULL');
    assert.deepEqual(await readdir(join(disk.place, 'staging')), []);
    assert.deepEqual(
      (await readdir(join(disk.place, 'artifacts'))).sort(),
      [stepOf(failed, 'vocabulary').artifact, stepOf(failed, 'sst2').artifact].sort(),
    );

    await rm(filler);
    const whole = await system.run(steps);
    assert.equal(whole.status, 'completed', JSON.stringify(whole));
    assert.deepEqual(
      whole.steps.map(({ cached }) => cached),
      [true, true, false],
    );
  } finally {
    await system.close();
    await disk.remove();
  }
});

/** 1.2 million parameters: more than is free, with and without their checkpoint. */
const LARGE = { layers: 1, hidden_size: 256, heads: 4, ffn_size: 1024, max_positions: 128 };
