import type { FinetuneConfig, OptimizationConfig, PretrainConfig, Progress, StopConfig } from '#contracts';
import type { Scalar, Tensor } from '#engine';
import type { Model } from '#models';
import type { Dataset } from '#text';

/** Hooks by which a compression method takes part in training. */
export interface TrainingHooks {
  /** The tensor that the forward pass uses for a weight; gradients flow through it by TF.js's autodiff. Called for
   * every parameter at every step, inside the tape. Return `weight` itself to leave it. */
  reparametrize?(name: string, weight: Tensor): Tensor;
  /** Added to the loss. `weight(name)` is the trained tensor before `reparametrize`. */
  penalty?(weight: (name: string) => Tensor): Scalar;
  /** After each update; `step` counts from 1. */
  afterStep?(step: number): void | Promise<void>;
}

/** One point of the curves in a report: `history.json` of a model artifact is a list of these. */
export interface HistoryPoint {
  readonly phase: 'pretrain' | 'finetune' | 'compress';
  readonly step: number;
  /** Seconds of training so far, evaluation and checkpoints not counted. */
  readonly seconds: number;
  /** Real tokens seen so far. */
  readonly tokens: number;
  /** Mean training loss since the last point. */
  readonly loss: number;
  readonly learning_rate: number;
  /** Metric on the dev split, where it was measured at this step. */
  readonly dev?: { readonly name: string; readonly value: number };
}

/** The config of a training, whoever asks for it. */
export type TrainingConfig = Omit<OptimizationConfig, 'stop' | 'withoutEffect'> & {
  readonly stop: Partial<StopConfig>;
} & Partial<Pick<PretrainConfig, 'mask_probability'> & Pick<FinetuneConfig, 'keep' | 'evaluations'>>;

export interface TrainingRequest {
  /** Left as it is; the result is a new model. Where it lacks the head that the objective needs, that head is added. */
  readonly model: Model;
  /** Whether nobody needs the model afterwards: its tensors are freed as soon as training has its own. */
  readonly usesUpModel?: boolean;
  readonly dataset: Dataset;
  readonly objective: 'masked-lm' | 'task';
  readonly config: TrainingConfig;
  readonly seed: number;
  /** Folder for checkpoints (written with a rename), which training resumes from if it holds one. */
  readonly work?: string;
  readonly hooks?: TrainingHooks;
  /** Of the history's points; left out: what the objective says. */
  readonly phase?: HistoryPoint['phase'];
  readonly signal?: AbortSignal;
  /** At most twice a second. */
  onProgress?(progress: Progress): void;
  /** Told of what training went on in spite of, such as a checkpoint that could not be read. */
  onWarning?(text: string): void;
}

export interface TrainingResult {
  /** The trained weights before `reparametrize`. Zeros of sparse parameters are kept; values are no longer on a grid, so
   * grids are gone from the encodings. */
  readonly model: Model;
  readonly history: readonly HistoryPoint[];
  readonly steps: number;
  readonly seconds: number;
  readonly tokens: number;
}
