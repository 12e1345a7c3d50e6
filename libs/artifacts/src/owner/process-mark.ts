import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { isAlive } from '#contracts';

/** Names this process so that others on the file system can tell later whether it still runs: host, process number and
 * the time it started, since numbers come round again (in containers it is always 1). Letters that paths may hold. */
export function processMark(pid = process.pid): string {
  return `${hostname().replaceAll(/[^a-zA-Z0-9-]/g, '-')}_${pid}_${startedAt(pid)}`;
}

/** Whether the process of a mark has ended, as far as can be known from here: undefined for another host's. */
export function hasEnded(mark: string): boolean | undefined {
  const [host, pid] = mark.split('_');
  if (host !== processMark().split('_')[0]) return undefined;
  return !isAlive(Number(pid)) || processMark(Number(pid)) !== mark;
}

/** In clock ticks since the machine started; 0 where there is no /proc. */
function startedAt(pid: number): string {
  try {
    // The name of the program, in parentheses, may hold spaces: fields are counted after it.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
    return fields[19];
  } catch {
    return '0';
  }
}
