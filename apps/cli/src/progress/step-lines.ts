import type { JobEvent, StepState } from '#contracts';
import { duration } from '#report';
import { describeError } from '../errors/describe-error.js';
import type { Colours } from '../terminal/terminal.js';
import { describeSummary } from './describe-progress.js';

/** The lasting line of an event, where it has one. */
export function eventLine(event: JobEvent, colours: Colours): string | undefined {
  const name = colours.bold(event.step);
  switch (event.type) {
    case 'completed':
      return completedLine(event.step, event, colours);
    case 'failed':
      return `${colours.red('✗')} ${name}  ${describeError(event.error, colours)}`;
    case 'cancelled':
      return `${colours.yellow('–')} ${name}  cancelled`;
    case 'log':
      return `${event.level === 'warning' ? colours.yellow('!') : ' '} ${name}  ${event.text}`;
    default:
      return undefined;
  }
}

/** The line of a step that ended without an event. */
export function endedLine(step: StepState, colours: Colours): string {
  const name = colours.bold(step.name);
  switch (step.status) {
    case 'completed':
      return completedLine(step.name, step, colours);
    case 'skipped':
      return `${colours.yellow('–')} ${name}  skipped: a step that it needs failed`;
    case 'failed':
      return `${colours.red('✗')} ${name}  ${step.error ? describeError(step.error, colours) : 'failed'}`;
    default:
      return `${colours.yellow('–')} ${name}  ${step.status}`;
  }
}

function completedLine(
  step: string,
  { cached, seconds, summary }: Pick<StepState, 'cached' | 'seconds' | 'summary'>,
  colours: Colours,
): string {
  const figures = describeSummary(summary ?? {});
  const time = cached || seconds === undefined ? 'was there already' : duration(seconds);
  return `${colours.green('✓')} ${colours.bold(step)}  ${time}${figures ? colours.dim(`  ${figures}`) : ''}`;
}
