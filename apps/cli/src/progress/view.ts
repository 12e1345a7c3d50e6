import type { JobEvent, StepState } from '#contracts';

/** Shows a run as it goes. */
export interface View {
  /** What happens to a step. */
  event(event: JobEvent): void;
  /** A step that ended without an event of its own: cached from the start, skipped, or given up while it waited. */
  ended(step: StepState): void;
  /** A line among the others. */
  say(text: string): void;
  /** Nothing more comes. */
  close(): void;
}
