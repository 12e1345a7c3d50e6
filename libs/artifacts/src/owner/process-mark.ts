import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { isAlive } from '#contracts';

/** Names this process so that others on the file system can tell later whether it still runs: where its number means
 * something, the number, and the time it started, since numbers come round again (in containers it is always 1). Letters
 * that paths may hold. */
export function processMark(pid = process.pid): string {
  return `${(place ??= placeOfNumbers())}_${pid}_${startedAt(pid)}`;
}

/** Whether the process of a mark has ended, as far as can be known from here: undefined for one of another machine, of
 * another container, or from before this machine was started. */
export function hasEnded(mark: string): boolean | undefined {
  const [where, pid] = mark.split('_');
  if (where !== processMark().split('_')[0]) return undefined;
  return !isAlive(Number(pid)) || processMark(Number(pid)) !== mark;
}

let place: string | undefined;

/** The start of the machine and the namespace of process numbers, which no two containers share though they be called the
 * same; the host's name where the system does not tell. */
function placeOfNumbers(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim().replaceAll('-', '');
    const namespace = /\d+/.exec(readlinkSync('/proc/self/ns/pid'))![0];
    return `${boot}-${namespace}`;
  } catch {
    return hostname().replaceAll(/[^a-zA-Z0-9-]/g, '-');
  }
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
