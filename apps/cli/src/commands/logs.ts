import type { JobEvent } from '#contracts';
import { describeProgressAndShare } from '../progress/describe-progress.js';
import { eventLine } from '../progress/step-lines.js';
import { EXIT } from '../errors/exit-codes.js';
import { openRuns } from '../target/runs.js';
import { type CommonOptions, findTarget } from '../target/target.js';
import type { Colours, Terminal } from '../terminal/terminal.js';
import { listenToInterrupts } from './interrupts.js';

/** `tlc logs RUN`: what the steps of a run said, with `--follow` until it has ended. */
export async function logs(
  run: string,
  options: CommonOptions & { readonly follow?: boolean },
  terminal: Terminal,
): Promise<number> {
  const runs = await openRuns(findTarget(options));
  const stop = new AbortController();
  const release = listenToInterrupts({ first: () => stop.abort(), again: () => process.exit(EXIT.cancelled) });
  try {
    const isOver = async () => (await runs.status(run)).status !== 'running';
    const follow = Boolean(options.follow) && !(await isOver());
    for await (const event of runs.events(run, { follow, signal: stop.signal })) {
      terminal.print(options.json ? JSON.stringify(event) : logLine(event, terminal.dataColours));
      if (follow && ['completed', 'failed', 'cancelled'].includes(event.type) && (await isOver())) break;
    }
    return stop.signal.aborted ? EXIT.cancelled : EXIT.ok;
  } finally {
    release();
    await runs.close();
  }
}

function logLine(event: JobEvent, colours: Colours): string {
  const what =
    eventLine(event, colours) ??
    (event.type === 'progress'
      ? `  ${event.step}  ${describeProgressAndShare(event.progress)}`
      : `  ${event.step}  started by ${event.service}`);
  return `${colours.dim(event.time.slice(0, 19).replace('T', ' '))} ${what}`;
}
