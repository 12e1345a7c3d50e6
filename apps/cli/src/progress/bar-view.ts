import { MultiBar, type SingleBar } from 'cli-progress';
import type { JobEvent, RunState } from '#contracts';
import { duration, wrap } from '#report';
import type { Terminal } from '../terminal/terminal.js';
import { barLine } from './bar-line.js';
import { progressParts } from './describe-progress.js';
import { visible } from '../terminal/visible.js';
import { endedLine, eventLine } from './step-lines.js';
import type { View } from './view.js';

/** A run on a terminal: a bar for each step at work, one for all, and above them a line for each step that ended. */
export function createBarView(
  terminal: Terminal,
  run: Pick<RunState, 'total' | 'steps'>,
  stream: NodeJS.WritableStream = process.stderr,
): View {
  const { colours } = terminal;
  const bars = new MultiBar({
    stream,
    format: (_, { progress }, { name, parts }) => barLine({ progress, name, parts }, terminal.noteWidth, colours),
    hideCursor: true,
    clearOnComplete: true,
    gracefulExit: false,
    linewrap: false,
    fps: 5,
  });
  const steps = new Map<string, SingleBar>();
  /** Seconds that each step which has not ended may still take. */
  const left = new Map(run.steps.map((step) => [step.name, step.expected_seconds]));
  const overall = bars.create(run.total, 0, { name: 'all', parts: [] });
  let ended = 0;

  // While bars are drawn the terminal does not fold lines: what is longer would be written over its last character.
  const log = (text: string) =>
    bars.log(`${visible(text).split('\n').map((line) => wrap(line, terminal.noteWidth, '    ')).join('\n')}\n`); // prettier-ignore
  const tick = () => {
    for (const step of steps.keys()) left.set(step, Math.max(0, left.get(step)! - 1));
    show();
  };
  const show = () => {
    const seconds = [...left.values()].reduce<number>((sum, value) => sum + (value ?? NaN), 0);
    const time = seconds > 1 ? [`about ${duration(seconds)} left`] : [];
    overall.update(ended, { name: 'all', parts: [`${ended} of ${run.total} steps`, ...time] });
  };
  const timer = setInterval(tick, 1000);
  const end = (step: string) => {
    const bar = steps.get(step);
    if (bar) bars.remove(bar);
    steps.delete(step);
    left.delete(step);
    ended += 1;
    show();
  };
  const barOf = (step: string) => {
    if (!steps.has(step)) steps.set(step, bars.create(1000, 0, { name: visible(step), parts: [] }));
    return steps.get(step)!;
  };
  show();

  return {
    event(event: JobEvent) {
      const line = eventLine(event, colours);
      if (line !== undefined) log(line);
      if (event.type === 'started') barOf(event.step).update(0, { name: visible(event.step), parts: ['started'] });
      else if (event.type === 'progress') {
        const { done, seconds_left } = event.progress;
        if (seconds_left !== undefined) left.set(event.step, seconds_left);
        const bar = barOf(event.step);
        const payload = { name: visible(event.step), parts: progressParts(event.progress).map(visible) };
        if (done === undefined) bar.update(payload);
        else bar.update(Math.round(1000 * done), payload);
      } else if (event.type !== 'log') end(event.step);
    },
    ended(step) {
      log(endedLine(step, colours));
      end(step.name);
    },
    say: log,
    close() {
      clearInterval(timer);
      bars.update();
      bars.stop();
    },
  };
}
