import type { TlcError } from '#contracts';
import type { ArtifactFacts } from './facts.js';

/** A step as planning looks at it: nothing that it needs has to be there yet. */
export interface StepToPlan<C extends object = object> {
  /** Checked, with its defaults. */
  readonly config: C;
  readonly seed: number;
  /** What is known of an artifact that an input names, from the forecast of the step that makes it or from the headers of
   * a folder; nothing of an input that is not given. */
  known(input: string): Promise<ArtifactFacts>;
  /** The path of an input that takes files. */
  pathOf(input: string): string | undefined;
  /** What to call a key in messages. */
  fieldOf(key: string): string;
}

/** What can be told of a step before it runs. */
export interface Forecast {
  /** Of the artifact that it makes, for the steps after it. */
  readonly facts?: ArtifactFacts;
  readonly estimate?: StepEstimate;
}

/** Figures of a step before it runs. What is not known is absent. */
export interface StepEstimate {
  /** Values in the model that results. */
  readonly parameters?: number;
  /** Bytes of the weights that result, as a file holds them. */
  readonly bytes?: number;
  /** Bytes of memory at the peak. */
  readonly memory?: number;
  /** What they are the sum of, where the step trains. */
  readonly memory_parts?: Readonly<Record<string, number>>;
  /** Seconds; absent where nothing limits them. */
  readonly seconds?: number;
  /** What is allowed but will not help, a sentence each. */
  readonly warnings?: readonly string[];
  /** Why this machine cannot run it. */
  readonly tooLarge?: TlcError;
  /** Why this machine may not be able to, where the sentences of its data are not known. */
  readonly maybeTooLarge?: TlcError;
}
