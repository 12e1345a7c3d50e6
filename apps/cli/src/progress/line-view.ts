import type { JobEvent } from '#contracts';
import type { Terminal } from '../terminal/terminal.js';
import { describeProgressAndShare } from './describe-progress.js';
import { endedLine, eventLine } from './step-lines.js';
import type { View } from './view.js';

/** Milliseconds between two lines about how far a step is. */
const QUIET_MS = 10_000;

/** A run as plain lines, for files and pipes: what happened, and how far a step is at most every ten seconds. */
export function createLineView({ note, complain, colours }: Terminal, now: () => number = Date.now): View {
  const last = new Map<string, number>();
  return {
    event(event: JobEvent) {
      const line = eventLine(event, colours);
      if (line !== undefined) (event.type === 'failed' ? complain : note)(line);
      if (event.type === 'started') {
        last.set(event.step, now());
        note(`  ${event.step}  ${event.attempt > 1 ? `started again (attempt ${event.attempt})` : 'started'}`);
      } else if (event.type === 'progress' && now() - (last.get(event.step) ?? -Infinity) >= QUIET_MS) {
        last.set(event.step, now());
        note(`  ${event.step}  ${describeProgressAndShare(event.progress)}`);
      }
    },
    ended: (step) => (step.status === 'failed' ? complain : note)(endedLine(step, colours)),
    say: note,
    close: () => {},
  };
}
