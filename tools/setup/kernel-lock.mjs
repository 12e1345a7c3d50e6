import { once } from 'node:events';
import { statSync } from 'node:fs';
import { createServer } from 'node:net';
import { platform } from 'node:os';
import { basename, dirname } from 'node:path';

/**
 * Takes a lock that the kernel gives to one process of a machine at a time and takes back when that ends, however it ends:
 * an abstract socket, named after the folder's place on its file system. Elsewhere than on Linux there is none, and
 * whoever asks gets it. The same as libs/messaging/src/server/kernel-lock.ts, which is not built when set-up begins.
 *
 * @param {string} file in a folder that is there
 * @returns {Promise<(() => void) | undefined>} gives it back; undefined where another process has it
 */
export async function kernelLock(file) {
  if (platform() !== 'linux') return () => {};
  const { dev, ino } = statSync(dirname(file), { bigint: true });
  const socket = createServer((connection) => connection.destroy());
  try {
    const listening = once(socket, 'listening');
    socket.listen(`\0tlc-setup-${dev}-${ino}-${basename(file)}`);
    await listening;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EADDRINUSE') return undefined;
    throw error;
  }
  socket.unref();
  return () => void socket.close();
}
