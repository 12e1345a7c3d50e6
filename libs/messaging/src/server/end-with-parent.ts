import { spawn } from 'node:child_process';

/** Sees to it that the process `pid` ends when this process does, however that happens, SIGKILL included: a shell waits
 * for the end of a pipe that only this process holds open, and sends the signal then.
 * @returns a function that stops watching, to be called when `pid` has ended by itself */
export function endWithParent(pid: number, signal: 'TERM' | 'KILL'): () => void {
  const guard = spawn('/bin/sh', ['-c', `read -r line; kill -${signal} ${pid} 2>/dev/null`], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // A session of its own: Ctrl-C in a terminal is for this process, which ends its children in order.
    detached: true,
  });
  guard.on('error', () => {});
  guard.stdin.on('error', () => {});
  guard.unref();
  (guard.stdin as unknown as { unref(): void }).unref();
  return () => void guard.kill('SIGKILL');
}
