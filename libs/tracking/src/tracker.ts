import type { JobEvent } from '#contracts';

/** Something that keeps figures of trainings, and is told what happens in runs. */
export interface Tracker {
  /** Takes the next event, in the order in which they happened. */
  take(event: JobEvent): Promise<void>;
  /** Writes what is still to be written. */
  close(): Promise<void>;
}

/** Figures of an event, by name: of a training as it goes on, or of a result. */
export function figuresOf(event: JobEvent): ReadonlyMap<string, number> {
  const entries =
    event.type === 'progress'
      ? Object.entries(event.progress).filter(([name]) => TRACKED.includes(name))
      : event.type === 'completed' && !event.cached
        ? Object.entries(event.summary).map(([name, value]) => [`result/${name}`, value] as const)
        : [];
  return new Map(entries.filter((entry): entry is [string, number] => Number.isFinite(entry[1])));
}

/** Figures of progress that make a curve. */
const TRACKED = ['loss', 'learning_rate', 'tokens_per_second'];
