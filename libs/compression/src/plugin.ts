import type { ConfigClass, MethodFinetuneConfig, PlainConfig, Progress, StopConfig } from '#contracts';
import type { Random, Scalar, Tensor } from '#engine';
import type { Model, ModelShape } from '#models';
import type { Batch } from '#text';

/** What a method does; it decides the service that runs it: `quantization` for number formats, `pruning` for all that
 * removes. */
export type CompressionKind = 'pruning' | 'quantization' | 'factorization' | 'sharing' | 'distillation';

/** What a config will make of a model, from shapes alone. */
export interface CompressionEstimate {
  /** Bytes of model.safetensors before and after. */
  readonly bytes: { readonly before: number; readonly after: number };
  /** Multiply-adds for each token of an input before and after, counting only what a runtime really saves. */
  readonly operations: { readonly before: number; readonly after: number };
  /** Runtimes that gain speed by it; empty: only the file gets smaller. */
  readonly faster: readonly string[];
  /** The shapes that result: what the estimate of a method that follows starts from. */
  readonly shape?: ModelShape;
  /** Seconds of wall clock that the config allows it, where it says. */
  readonly seconds?: number;
}

/** The config of a training; its limits may be a part of those that the method was given (`partOfStop`). */
export type MethodTraining = Omit<MethodFinetuneConfig, 'stop' | 'withoutEffect'> & { readonly stop: Partial<StopConfig> };

/** Fine-tuning in the loop of a method. Zeros of sparse parameters stay zero; parameters on a grid are trained and end
 * on one of the same bits and granularity, its scales fitted to them. */
export interface FinetuneRequest {
  readonly model: Model;
  /** How it is trained: what the method's config has as `finetune`, with the limits of this training. */
  readonly training: MethodTraining;
  reparametrize?(name: string, weight: Tensor): Tensor;
  penalty?(weight: (name: string) => Tensor): Scalar;
  afterStep?(step: number): void | Promise<void>;
  /** For progress lines: `sparsity 40 %`. */
  readonly phase?: string;
  /** Where this training lies in the whole job, as shares from 0 to 1: what `done` runs from and to. */
  readonly within?: readonly [from: number, to: number];
}

/** What a plugin is given. */
export interface CompressionContext {
  /** Runs the model on `batches` batches of the train split; `observe` sees the input of every linear layer.
   * @throws TlcError PIPELINE_MISSING_INPUT without a data set */
  calibrate(model: Model, batches: number, observe: (layer: string, input: Tensor) => void): Promise<void>;
  /** Trains the model on the data set's task and returns a new model.
   * @throws TlcError PIPELINE_MISSING_INPUT without a data set */
  finetune(request: FinetuneRequest): Promise<Model>;
  /** Batches of a split, in an order decided by the seed. */
  batches(split: 'train' | 'dev', sentences: number): Iterable<Batch>;
  readonly hasData: boolean;
  progress(progress: Progress): void;
  readonly signal: AbortSignal;
  /** Seeded: the only source of randomness a plugin may use. */
  readonly random: Random;
}

/** What a method does with data: look at activations, or train. */
export interface PluginNeeds {
  readonly calibration?: boolean;
  /** How it trains, where it does: what the prediction of its memory needs to know. */
  readonly training?: MethodFinetuneConfig;
}

/** A compression method: a plain object, the default export (or `plugin`) of a folder under libs/plugins or of an npm
 * package. */
export interface CompressionPlugin<C extends object = object> {
  readonly id: string;
  /** Part of the recipe: a new version computes again. */
  readonly version: string;
  readonly kind: CompressionKind;
  /** One or two sentences, with the paper. */
  readonly description: string;
  readonly config: ConfigClass<C>;
  /** The smallest config that shows it works: the conformance test runs it. */
  readonly example: PlainConfig<C>;
  /** What data a config asks for; absent: none. A step without that data is refused before anything is computed. */
  needs?(config: C): PluginNeeds;
  /** @throws TlcError PLUGIN_REFUSED with the reason where the method cannot make the model smaller or faster */
  estimate(shape: ModelShape, config: C): CompressionEstimate;
  /** A new model; the one given stays as it is. */
  compress(model: Model, config: C, context: CompressionContext): Promise<Model>;
}
