import type { Artifact, Recipe } from '#artifacts';
import type { Progress } from '#contracts';

/** What an operation is given in the child process. */
export interface OperationContext<C = object> {
  readonly config: C;
  readonly seed: number;
  /** Inputs by name: an artifact that was verified, or a file or folder. Absent inputs are absent. */
  readonly inputs: Readonly<Record<string, OperationInput | readonly OperationInput[]>>;
  /** Empty folder to write the result into. */
  readonly output: string;
  /** Folder that outlives a killed process: checkpoints. Removed when the artifact is there. */
  readonly work: string;
  readonly recipe: Recipe;
  readonly signal: AbortSignal;
  progress(progress: Progress): void;
  log(level: 'info' | 'warning', text: string): void;
}

export type OperationInput =
  { readonly artifact: Artifact; readonly path: string } | { readonly artifact?: undefined; readonly path: string };

/** What an operation answers: a few figures for the `completed` event. */
export interface OperationResult {
  readonly summary: Record<string, string | number>;
  /** What it was made with, for lineage: engine, instruction set. */
  readonly environment?: Record<string, string>;
}
