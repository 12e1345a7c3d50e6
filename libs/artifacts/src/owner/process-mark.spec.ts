import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { platform } from 'node:os';
import { expect, it } from '@jest/globals';
import { hasEnded, processMark } from './process-mark.js';

it('knows a process that runs from one that has ended, and from another with its number', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await once(child, 'spawn');
  const mark = processMark(child.pid);
  expect(hasEnded(mark)).toBe(false);
  expect(hasEnded(processMark().replace(/\d+$/, '7'))).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(hasEnded(mark)).toBe(true);
});

it('says nothing of a process whose number belongs to another container or machine', () => {
  const [place, pid, start] = processMark().split('_');
  expect(hasEnded(`${place}1_${pid}_${start}`)).toBeUndefined();
  expect(hasEnded(`some-host_${pid}_${start}`)).toBeUndefined();
  expect(hasEnded('')).toBeUndefined();
});

it('marks two namespaces of process numbers apart, whatever the host is called', () => {
  if (platform() !== 'linux') return;
  const [place] = processMark().split('_');
  let other: string;
  try {
    const inside = ['--pid', '--fork', '--mount-proc', 'readlink', '/proc/self/ns/pid'];
    other = execFileSync('unshare', inside, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    process.stderr.write('skipped: this user may not make a namespace\n');
    return;
  }
  expect(place.endsWith(/\d+/.exec(other)![0])).toBe(false);
});
