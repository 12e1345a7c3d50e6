import type { JobEvent } from '#contracts';
import { describeProgressAndShare } from '../progress/describe-progress.js';
import { eventLine } from '../progress/step-lines.js';
import type { Colours, Terminal } from '../terminal/terminal.js';
import { eachEvent, type EventOptions } from './each-event.js';

/** `tlc logs RUN`: what the steps of a run said, with `--follow` until it has ended. */
export async function logs(run: string, options: EventOptions, terminal: Terminal): Promise<number> {
  return eachEvent(run, options, async (event) =>
    terminal.print(options.json ? JSON.stringify(event) : logLine(event, terminal.dataColours)),
  );
}

function logLine(event: JobEvent, colours: Colours): string {
  const what =
    eventLine(event, colours) ??
    (event.type === 'progress'
      ? `  ${event.step}  ${describeProgressAndShare(event.progress)}`
      : `  ${event.step}  started by ${event.service}`);
  return `${colours.dim(event.time.slice(0, 19).replace('T', ' '))} ${what}`;
}
