import type { Operation } from '#jobs';

/** A step as it is written: its keys sorted out, its values not yet looked at. */
export interface StepDocument {
  readonly name: string;
  readonly operation: Operation;
  /** By the name of the input. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly config: Readonly<Record<string, unknown>>;
  readonly seed: unknown;
  /** Values by key, in order. */
  readonly matrix: ReadonlyMap<string, readonly unknown[]>;
  /** It is left out where its files are not there. */
  readonly ifPresent: boolean;
  /** What it is for. */
  readonly says?: string;
}

/** A pipeline whose keys are known and whose steps have names and operations. */
export interface PipelineDocument {
  readonly name: string;
  readonly title: string;
  readonly seed: number;
  /** In the order of the document. */
  readonly steps: ReadonlyMap<string, StepDocument>;
  readonly compare: readonly string[];
}
