import { totalmem } from 'node:os';
import process from 'node:process';
import { TlcError } from '#contracts';

/** What the system, the services and their NATS server take of it. */
const OTHERS = 5e8;

/**
 * Bytes of memory that a training of this machine may have: what TLC_MEMORY_LIMIT says, else the machine's, or less where
 * a container has a limit (memory.max of its control group), without what others need.
 *
 * @throws TlcError CONFIG_WRONG_VALUE where TLC_MEMORY_LIMIT is not a number of bytes
 */
export function machineMemory(env: NodeJS.ProcessEnv = process.env): number {
  const given = env.TLC_MEMORY_LIMIT;
  if (given) {
    const bytes = Number(given);
    if (Number.isSafeInteger(bytes) && bytes > 0) return bytes;
    const message = `TLC_MEMORY_LIMIT is ${JSON.stringify(given)}, expected a number of bytes, such as 16000000000`;
    throw new TlcError('CONFIG_WRONG_VALUE', message, { details: { field: 'TLC_MEMORY_LIMIT', value: given } });
  }
  // 0 or undefined, or more than the machine has, where there is no limit
  return Math.min(totalmem(), process.constrainedMemory() || Infinity) - OTHERS;
}
