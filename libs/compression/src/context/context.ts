import type { Progress } from '#contracts';
import type { Random, Tensor2D } from '#engine';
import type { Model } from '#models';
import type { Batch } from '#text';
import type { GateGradients, GateRequest } from './gate-gradients.js';
import type { TraceRequest } from './hessian-traces.js';
import type { LayerStatistics, StatisticsRequest } from './statistics.js';
import type { MethodTrainingRequest } from './train-in-method.js';

/** What a method may look at while a model computes. The tensors are freed after each call. */
export interface Observer {
  /** Inputs [rows, in] of a linear layer, by its name: `bert.encoder.layer.0.output.dense`. */
  inputs?(layer: string, inputs: Tensor2D): void;
  /** Its outputs [rows, out], before any activation. */
  outputs?(layer: string, outputs: Tensor2D): void;
}

/** What a method is given beside model and config. */
export interface CompressionContext {
  /** A model to learn from, where the step names one. It is read only. */
  readonly teacher?: Model;
  /** An earlier state of the model, with all of its weights, where the step names one. It is read only. */
  readonly rewind?: Model;
  readonly hasData: boolean;
  /** Runs the model on `batches` batches of the train split.
   * @throws TlcError PIPELINE_MISSING_INPUT without a data set */
  observe(model: Model, batches: number, observer: Observer): Promise<void>;
  /** Sums over the train split, one layer of the model after the other: `use` gets those of each of its linear layers, which
   * are freed when it is done. What `use` changes of the weights of that layer the layers after it see.
   * @throws TlcError PIPELINE_MISSING_INPUT without a data set */
  statistics(
    model: Model,
    request: StatisticsRequest,
    use: (statistics: LayerStatistics) => void | Promise<void>,
  ): Promise<void>;
  /** The derivatives of the loss by gates before linear layers, sentence by sentence: how much heads and neurons matter.
   * @throws TlcError PIPELINE_MISSING_INPUT without a data set */
  gateGradients(model: Model, request: GateRequest, use: (gradients: GateGradients) => void): Promise<void>;
  /** For each weight the trace of its block of the Hessian of the mean loss over the train split, estimated.
   * @param done told the share of the work that is done
   * @throws TlcError PIPELINE_MISSING_INPUT without a data set */
  hessianTraces(
    model: Model,
    request: TraceRequest,
    done?: (share: number) => void,
  ): Promise<ReadonlyMap<string, number>>;
  /** How often the train split has each token of the model, by its id, [vocabulary].
   * @throws TlcError PIPELINE_MISSING_INPUT without a data set */
  tokenCounts(model: Model): Promise<Float64Array>;
  /** Trains the model on the data set's task and returns a new model.
   * @throws TlcError PIPELINE_MISSING_INPUT without a data set */
  train(request: MethodTrainingRequest): Promise<Model>;
  /** Batches of a split, in an order decided by the seed. */
  batches(split: 'train' | 'dev', sentences: number): Iterable<Batch>;
  progress(progress: Progress): void;
  readonly signal: AbortSignal;
  /** Seeded: the only source of randomness a plugin may use. */
  readonly random: Random;
}
