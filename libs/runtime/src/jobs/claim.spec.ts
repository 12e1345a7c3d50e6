import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type FolderStore, openFolderStore, processMark } from '#artifacts';
import { claim } from './claim.js';

const ID = 'a'.repeat(64);
const never = new AbortController().signal;

describe('claim', () => {
  let home: string;
  let store: FolderStore;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'tlc-claim-'));
    store = await openFolderStore(home);
  });
  afterEach(() => rm(home, { recursive: true }));
  const file = () => join(home, 'work', `${ID}.claim`);

  it('is one worker’s at a time, and the next one’s when it is given up', async () => {
    const unclaim = await claim(store, ID, never);
    let isNext = false;
    const next = claim(store, ID, never).then((give) => {
      isNext = true;
      return give;
    });
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(isNext).toBe(false);
    await unclaim();
    await (
      await next
    )();
    expect(await readdir(join(home, 'work'))).toEqual([]);
  });

  it('is taken over at once from a process that has ended', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(child, 'spawn');
    await writeFile(file(), processMark(child.pid));
    child.kill('SIGKILL');
    await once(child, 'exit');
    const unclaim = await claim(store, ID, never);
    await unclaim();
  });

  it('is taken over by one of many that find it abandoned at once', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    const mark = processMark(child.pid);
    await once(child, 'exit');
    for (let round = 0; round < 5; round += 1) {
      await writeFile(file(), mark);
      let [holders, most] = [0, 0];
      const take = async () => {
        const unclaim = await claim(store, ID, never);
        most = Math.max(most, (holders += 1));
        await new Promise((resolve) => setTimeout(resolve, 5));
        holders -= 1;
        await unclaim();
      };
      await Promise.all([take(), take(), take(), take()]);
      expect(most).toBe(1);
    }
  });

  it('is taken over from another host when it is silent for a minute', async () => {
    await writeFile(file(), 'elsewhere_1_0');
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('given up')), 200);
    await expect(claim(store, ID, controller.signal)).rejects.toThrow('given up');
    const before = new Date(Date.now() - 61_000);
    await utimes(file(), before, before);
    const unclaim = await claim(store, ID, never);
    await unclaim();
  });
});
