import type { Progress } from '#contracts';
import { duration } from '#report';

/** `34 %, epoch 2, step 120, …` */
export function describeProgressAndShare(progress: Progress): string {
  const share = progress.done === undefined ? [] : [`${Math.round(100 * progress.done)} %`];
  return [...share, describeProgress(progress)].filter((part) => part !== '').join(', ');
}

/** `epoch 2, step 120, loss 0.412, 12,300 tokens/s, 41 s left`, as far as it is known. */
export function describeProgress(progress: Progress): string {
  return progressParts(progress).join(', ');
}

/** The same, each figure for itself, the most telling first. */
export function progressParts(progress: Progress): string[] {
  const { phase, step, loss, tokens_per_second: speed, seconds_left: left } = progress;
  return [
    phase,
    step === undefined ? undefined : `step ${step.toLocaleString('en')}`,
    loss === undefined ? undefined : `loss ${loss.toPrecision(4)}`,
    speed === undefined ? undefined : `${Math.round(speed).toLocaleString('en')} tokens/s`,
    left === undefined ? undefined : `${duration(left)} left`,
  ].filter((part) => part !== undefined);
}

/** Figures of a finished step: `accuracy 0.803, bytes 1.2e6`. */
export function describeSummary(summary: Readonly<Record<string, string | number>>): string {
  return Object.entries(summary)
    .slice(0, 4)
    .map(([name, value]) => `${name.replaceAll('_', ' ')} ${typeof value === 'number' ? shown(value) : value}`)
    .join(', ');
}

function shown(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString('en');
  return Math.abs(value) >= 1e-4 && Math.abs(value) < 1e6 ? String(Number(value.toPrecision(4))) : value.toPrecision(4);
}
