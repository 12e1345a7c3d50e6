import { TlcError } from '#contracts';
import { packing, type Dropout, type Packing, type Tensor2D } from '#engine';
import type { ModelConfig, Head, Site } from '#families';
import type { Batch, Target } from '#text';
import type { Weights } from '../weights.js';

export interface ForwardOptions {
  /** Dropout for training; none when left out. `seed` and `step` decide its bits; `rate` stands for the config's. */
  readonly dropout?: { readonly seed: number; readonly step: number; readonly rate?: number };
  /** Keeps only the input of each layer for backward, which computes the layer again: the same values and gradients in
   * less memory and more time. */
  readonly gradientCheckpointing?: boolean;
  /** Sees the input [rows, in] of every linear layer, by the layer's name (`bert.encoder.layer.0.output.dense`). The tensor
   * is freed after the call. */
  observe?(layer: string, input: Tensor2D): void;
  /** Gives what a linear layer computes with in the place of its input; not one of several that are one product, such as those of
   * queries, keys and values. */
  gate?(layer: string, input: Tensor2D): Tensor2D;
  /** Sees what the output of the linear layer that was computed last is added to, [rows, out]: the residual. The tensor is freed
   * after the call. */
  added?(residual: Tensor2D): void;
  /** Gives the output [rows, hidden] of each layer, in their order, from its input: by `compute`, or from elsewhere. */
  layer?(x: Tensor2D, compute: () => Tensor2D): Tensor2D;
  /** Sees what each self-attention works on, [rows, 3 width]: queries, keys and values beside one another, before any positions.
   * The tensor is freed after the call. Not with gradient checkpointing, whose layers hand no gradient to what saw them. */
  attended?(qkv: Tensor2D, heads: number): void;
}

/** What decides how a model computes: a model, or its config and head. */
export interface HeadedConfig {
  readonly config: ModelConfig;
  readonly head: Head;
}

/** One forward pass: what its operations share. */
export interface Pass {
  readonly model: HeadedConfig;
  readonly weights: Weights;
  readonly batch: Batch;
  readonly packed: Packing;
  readonly options: ForwardOptions;
  /** In the target's pass, where the source's sentences lie. */
  readonly source?: Packing;
}

export function passOver(model: HeadedConfig, weights: Weights, batch: Batch, options: ForwardOptions): Pass {
  return { model, weights, batch, packed: packing(batch.starts), options };
}

/** The same pass over the target texts of its batch.
 * @throws TlcError DATA_NO_LABELS where it has none */
export function targetOf(pass: Pass): Pass {
  const { ids, positions, starts } = targetTexts(pass.batch);
  const batch = { ids, positions, starts, types: new Int32Array(ids.length) };
  return { ...pass, batch, packed: packing(starts), source: pass.packed };
}

/** @throws TlcError DATA_NO_LABELS */
export function targetTexts({ target }: Batch): Target {
  if (!target) throw new TlcError('DATA_NO_LABELS', 'The batch has no target texts, which a decoder continues.');
  return target;
}

/** Dropout at a place of the model, or undefined where none is asked for. */
export function noiseAt({ options: { dropout } }: Pass, { site, rate }: Site): Dropout | undefined {
  return dropout && { rate: dropout.rate ?? rate, key: { seed: dropout.seed, step: dropout.step, site } };
}
