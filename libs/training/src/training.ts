import type { Progress, TrainingConfig } from '#contracts';
import type { Scalar, Tensor, Tensor2D, Variable } from '#engine';
import type { EncoderStates, ForwardOptions, Model, WantedStates } from '#models';
import type { Batch, Dataset } from '#text';

/** Hooks by which a compression method takes part in training. */
export interface TrainingHooks {
  /** The tensor that the forward pass uses for a weight; gradients flow through it by TF.js's autodiff. Called for
   * every parameter at every step, inside the tape. Return `weight` itself to leave it. */
  reparametrize?(name: string, weight: Tensor): Tensor;
  /** What is minimised in place of the loss on the labels, inside the tape. */
  loss?(pass: TrainingPass): Scalar;
  /** A model whose logits `loss` may look at; it is not trained. */
  readonly teacher?: Model;
  /** What `loss` looks at of the teacher: its logits and nothing else where this is left out. */
  readonly taught?: { readonly logits: boolean; readonly states?: WantedStates };
  /** Whether `loss` asks for no labels, so that text will do that has none: the head stays what it is, and no tokens are
   * masked for one that does not answer for them. */
  readonly unlabelled?: boolean;
  /** After each update; `step` counts from 1. */
  afterStep?(step: number, updated: UpdatedWeights): void | Promise<void>;
  /** Tensors of the method itself. Checkpoints hold them, and a training that goes on from one gives them the values that
   * they had then. They stay the method's to dispose. */
  readonly state?: MethodState;
}

/** The weights after an update, before `reparametrize`. */
export interface UpdatedWeights {
  /** A weight's tensor, which stays the training's. */
  weight(name: string): Tensor;
  /** Makes elements of a trained weight zero, those where the mask is 0, and lets the optimiser's moments of them begin anew. */
  restart(name: string, mask: Tensor): void;
}

/** Tensors that a method needs from one step to the next, by name. */
export interface MethodState {
  /** Those that the method changes itself: in `afterStep`, or in the gradient of a reparametrization. */
  readonly kept?: ReadonlyMap<string, Variable>;
  /** Those that are trained with the weights, by the same optimiser: their gradients come from `reparametrize` and `loss`. */
  readonly trained?: ReadonlyMap<string, Variable>;
}

/** What sees the states of a pass: `watchStates` has it. */
export type Watch = Pick<ForwardOptions, 'layer' | 'attended'>;

/** One batch on its way through the model in training. */
export interface TrainingPass {
  readonly batch: Batch;
  /** What of an update the batch is, from 0 to 1: its share of what losses are the mean over, masked tokens or labels, by
   * which the update adds losses up, its share of all sentences and of all tokens. */
  readonly shares: { readonly predicted: number; readonly sentences: number; readonly tokens: number };
  /** The loss on the labels.
   * @param watch sees states of the pass */
  labels(watch?: Watch): Scalar;
  /** What the model in training predicts for the batch or for another one, before any softmax. */
  logits(other?: Batch, watch?: Watch): Tensor2D;
  /** The hidden states of the model's last layer, [rows, hidden]. */
  encode(watch?: Watch): Tensor2D;
  /** What the teacher predicts. */
  teacher(): Tensor2D;
  /** The teacher's states that the training asked for. */
  teacherStates(): EncoderStates;
  /** Dropout of this batch, among others. */
  readonly options: ForwardOptions;
  /** A trained tensor before `reparametrize`. */
  weight(name: string): Tensor;
}

/** One point of the curves in a report: `history.json` of a model artifact is a list of these. */
export interface HistoryPoint {
  readonly phase: 'pretrain' | 'train' | 'finetune' | 'compress';
  readonly step: number;
  /** Seconds of training so far, evaluation and checkpoints not counted. */
  readonly seconds: number;
  /** Real tokens seen so far. */
  readonly tokens: number;
  /** Mean training loss since the last point. */
  readonly loss: number;
  readonly learning_rate: number;
  /** Real tokens of a batch beyond which more in an update save few updates, by the gradient noise scale (McCandlish et
   * al. 2018); absent before enough was measured. */
  readonly critical_batch_tokens?: number;
  /** Metric on the dev split, where it was measured at this step. */
  readonly dev?: { readonly name: string; readonly value: number };
}

export interface TrainingRequest {
  /** Left as it is; the result is a new model. Its head is kept where it answers what is trained; else a new one takes
   * its place. */
  readonly model: Model;
  /** Whether nobody needs the model afterwards: its tensors are freed as soon as training has its own. */
  readonly disposesModel?: boolean;
  readonly dataset: Dataset;
  /** Name of an objective. */
  readonly objective: string;
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
