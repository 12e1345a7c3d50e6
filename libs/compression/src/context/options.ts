import type { Progress } from '#contracts';
import type { Model } from '#models';
import type { Dataset } from '#text';

/** What a context is made of. */
export interface ContextOptions {
  readonly seed: number;
  readonly dataset?: Dataset;
  readonly teacher?: Model;
  /** Folder for checkpoints. Training that a killed process had done is not done again. */
  readonly work?: string;
  /** Seconds between checkpoints, in place of what the method's config says. */
  readonly checkpointSeconds?: number;
  readonly signal?: AbortSignal;
  onProgress?(progress: Progress): void;
  onWarning?(text: string): void;
}
