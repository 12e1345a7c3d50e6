import type { JobEvent } from '#contracts';
import { EXIT } from '../errors/exit-codes.js';
import { openRuns } from '../target/runs.js';
import { type CommonOptions, findTarget } from '../target/target.js';
import { interruptSignal } from './interrupts.js';

export interface EventOptions extends CommonOptions {
  /** Until the run has ended. */
  readonly follow?: boolean;
}

/** Takes the events of a run one after another, up to now or until it has ended.
 * @returns the exit code
 * @throws TlcError RUN_UNKNOWN; what `take` throws */
export async function eachEvent(
  run: string,
  options: EventOptions,
  take: (event: JobEvent) => Promise<void>,
): Promise<number> {
  const runs = await openRuns(findTarget(options));
  const { signal, release } = interruptSignal();
  try {
    const isOver = async () => (await runs.status(run)).status !== 'running';
    const follow = Boolean(options.follow) && !(await isOver());
    for await (const event of runs.events(run, { follow, signal })) {
      await take(event);
      if (follow && ['completed', 'failed', 'cancelled'].includes(event.type) && (await isOver())) break;
    }
    return signal.aborted ? EXIT.cancelled : EXIT.ok;
  } finally {
    release();
    await runs.close();
  }
}
