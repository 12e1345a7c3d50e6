import type { ErrorBody } from '../errors/tlc-error.js';

/** How far a step is, as often as twice a second. All figures are of this job alone. */
export interface Progress {
  /** Share done, 0 to 1, or undefined where it cannot be known. */
  readonly done?: number;
  /** What it does now, such as `epoch 2` or `sparsity 40 %`. */
  readonly phase?: string;
  readonly step?: number;
  readonly loss?: number;
  /** Real tokens (no padding) a second since the last report. */
  readonly tokens_per_second?: number;
  /** Seconds left, as estimated. */
  readonly seconds_left?: number;
  readonly learning_rate?: number;
}

interface EventBase {
  readonly run: string;
  readonly step: string;
  readonly service: string;
  /** ISO 8601, UTC. */
  readonly time: string;
}

/** What is published on `tlc.v1.events.<run>.<step>`. */
export type JobEvent =
  | (EventBase & { readonly type: 'started'; readonly artifact: string; readonly attempt: number })
  | (EventBase & { readonly type: 'progress'; readonly progress: Progress })
  | (EventBase & { readonly type: 'log'; readonly level: 'info' | 'warning'; readonly text: string })
  | (EventBase & {
      readonly type: 'completed';
      readonly artifact: string;
      readonly cached: boolean;
      readonly seconds: number;
      /** A few figures worth showing at once, such as accuracy. */
      readonly summary: Record<string, string | number>;
    })
  | (EventBase & { readonly type: 'failed'; readonly error: ErrorBody })
  | (EventBase & { readonly type: 'cancelled' });

export type JobEventType = JobEvent['type'];
