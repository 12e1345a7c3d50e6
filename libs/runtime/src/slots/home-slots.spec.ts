import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { processMark } from '#artifacts';
import { createHomeSlots } from './home-slots.js';

const never = new AbortController().signal;

describe('slots of a home', () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'tlc-slots-'));
  });
  afterEach(() => rm(home, { recursive: true }));
  const claims = () => readdir(join(home, 'slots'));

  it('come to two that share them in turns, one at a time', async () => {
    const order: string[] = [];
    let now = 0;
    const work = async (name: string) => {
      const slots = await createHomeSlots(home, 1);
      for (let n = 0; n < 3; n++) {
        const free = await slots.take(never);
        now += 1;
        order.push(now === 1 ? name : 'both');
        await new Promise((resolve) => setTimeout(resolve, 150));
        now -= 1;
        await free();
      }
    };
    await Promise.all([work('a'), work('b')]);
    const first = order[0];
    const second = first === 'a' ? 'b' : 'a';
    expect(order).toEqual([first, second, first, second, first, second]);
    expect(await claims()).toEqual([]);
  });

  it('are as many as each asks for', async () => {
    const [one, two] = [await createHomeSlots(home, 1), await createHomeSlots(home, 2)];
    const first = await two.take(never);
    const second = await two.take(never);
    const waiting = one.take(never);
    await second();
    await first();
    await (
      await waiting
    )();
    expect(await claims()).toEqual([]);
  });

  it('leave nothing behind where who waits gives up', async () => {
    const [holder, other] = [await createHomeSlots(home, 1), await createHomeSlots(home, 1)];
    const free = await holder.take(never);
    const stop = new AbortController();
    const waiting = other.take(stop.signal);
    setTimeout(() => stop.abort(new Error('given up')), 150);
    await expect(waiting).rejects.toThrow('given up');
    await free();
    expect(await claims()).toEqual([]);
    await (
      await other.take(never)
    )();
  });

  it('of a process that was killed are free', async () => {
    const slots = await createHomeSlots(home, 1);
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(child, 'spawn');
    for (const name of ['0', 'next']) await writeFile(join(home, 'slots', `${name}.claim`), processMark(child.pid));
    child.kill('SIGKILL');
    await once(child, 'exit');
    await (
      await slots.take(never)
    )();
    expect(await claims()).toEqual([]);
  });
});
