import type { Progress } from '#contracts';
import type { LabelMapping } from '#fit';
import type { Head, Model } from '#models';
import type { Dataset } from '#text';

/** What a context is made of. */
export interface ContextOptions {
  readonly seed: number;
  readonly dataset?: Dataset;
  /** The head of the model that is compressed: batches have its classes. */
  readonly head?: Head;
  /** Its class for each label of the data set, where neither names nor order say it. */
  readonly labels?: LabelMapping;
  readonly teacher?: Model;
  readonly rewind?: Model;
  /** Folder for checkpoints. Training that a killed process had done is not done again. */
  readonly work?: string;
  /** Seconds between checkpoints, in place of what the method's config says. */
  readonly checkpointSeconds?: number;
  readonly signal?: AbortSignal;
  onProgress?(progress: Progress): void;
  onWarning?(text: string): void;
}
