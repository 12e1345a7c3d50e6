import { once } from 'node:events';
import { statSync } from 'node:fs';
import { createServer } from 'node:net';
import { platform } from 'node:os';

/** Takes a lock that the kernel gives to one process at a time and takes back when that ends, however it ends: nothing is
 * left that another would have to find stale and remove. On Linux it is an abstract socket named after the folder's place
 * on its file system; elsewhere there is none, and whoever asks gets it.
 * @returns a function that gives it back, or undefined where another process of this network namespace has it */
export async function kernelLock(folder: string): Promise<(() => void) | undefined> {
  if (platform() !== 'linux') return () => {};
  const { dev, ino } = statSync(folder, { bigint: true });
  const socket = createServer((connection) => connection.destroy());
  try {
    const listening = once(socket, 'listening');
    socket.listen(`\0tlc-store-${dev}-${ino}`);
    await listening;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return undefined;
    throw error;
  }
  socket.unref();
  return () => void socket.close();
}
