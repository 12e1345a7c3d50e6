import type { Manifest } from '#artifacts';
import type { Measure } from '#contracts';

/** What one job showed, when its artifact was made: kept when the artifact is removed. */
export interface JobObservation extends Pick<
  Manifest,
  'kind' | 'recipe' | 'seconds' | 'summary' | 'environment' | 'created'
> {
  /** Id of the artifact. */
  readonly artifact: string;
  /** Bytes of its files. */
  readonly bytes: number;
  /** Of a model. */
  readonly shape?: ObservedShape;
  /** Of a model that the job trained: some points of its curve, the last one among them. */
  readonly curve?: readonly CurvePoint[];
  /** Of an evaluation. */
  readonly scores?: ObservedScores;
}

/** The sizes of a model. */
export interface ObservedShape {
  /** `model_type` of its config. */
  readonly family: string;
  readonly layers: number;
  readonly hidden: number;
  readonly heads: number;
  readonly vocabulary: number;
  /** Values in its tensors. */
  readonly parameters: number;
  /** Of a classifier. */
  readonly labels?: number;
}

/** How far a training was, and how good. */
export interface CurvePoint {
  readonly step: number;
  /** Of training, evaluation and checkpoints not counted. */
  readonly seconds: number;
  /** Real tokens seen. */
  readonly tokens: number;
  readonly loss: number;
  /** Of the dev split, where it was measured. */
  readonly dev?: { readonly name: string; readonly value: number };
}

/** Figures of an evaluation. */
export interface ObservedScores {
  /** Id of the model, or the path of a folder; absent where texts were measured. */
  readonly model?: string;
  /** Id of the data set. */
  readonly dataset?: string;
  readonly task?: string;
  readonly split?: string;
  readonly measures: readonly Pick<Measure, 'name' | 'value' | 'unit' | 'samples'>[];
}
