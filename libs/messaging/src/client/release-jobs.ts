import { STREAMS } from '#contracts';
import type { Link } from '../connection/link.js';

/** Gives back to their queues the jobs that workers took and did not settle, to be delivered at once and not when the
 * server has waited for a sign of life: for who starts a server of its own and knows that nobody is at work. */
export async function releaseJobs({ js }: Link): Promise<void> {
  const manager = await js.jetstreamManager(false);
  // What a consumer has not acknowledged stays in a work queue, and is new to the next one.
  for await (const { name } of manager.consumers.list(STREAMS.jobs)) await manager.consumers.delete(STREAMS.jobs, name);
}
