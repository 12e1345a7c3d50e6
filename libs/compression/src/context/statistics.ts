import { type Tensor, type Tensor2D, tf } from '#engine';
import type { Model } from '#models';
import type { Batch } from '#text';
import { layerGroups } from './layer-groups.js';
import { sumGradients } from './sum-gradients.js';
import { type InputSums, sumInputs } from './sum-inputs.js';

/** What to sum over the data. */
export interface StatisticsRequest {
  /** Batches of the train split. */
  readonly batches: number;
  /** Sentences of a batch; 32 when left out. Squares of gradients are of the mean gradient of each batch: with 1 they are the
   * diagonal of the empirical Fisher information. */
  readonly sentences?: number;
  /** `products`: XᵀX of a layer's inputs; `ranges`: their least and greatest values; `gradients`: the sum of the squared
   * gradients of the loss. */
  readonly of: readonly ('products' | 'ranges' | 'gradients')[];
}

/** Sums of one linear layer. */
export interface LayerStatistics {
  /** `bert.encoder.layer.0.output.dense`. */
  readonly layer: string;
  /** Rows of inputs that were seen. */
  readonly rows: number;
  /** XᵀX [in, in] of the inputs X [rows, in]: half the Hessian of the squared error of the layer's outputs. Layers of one
   * input share the tensor. */
  readonly products?: Tensor2D;
  /** Least and greatest value of each input, [in]. */
  readonly ranges?: { readonly least: Float32Array; readonly greatest: Float32Array };
  /** Of the weight, in its shape: the sum over batches of the squared gradient of the mean loss. */
  readonly squaredGradients?: Tensor;
}

/** Sums over batches, layer by layer: each needs a pass of its own, which ends with the layer, and the memory of one.
 * @param batchesOf a fresh iteration over the same batches */
export async function gather(
  model: Model,
  { of }: StatisticsRequest,
  batchesOf: () => Iterable<Batch>,
  use: (statistics: LayerStatistics) => void | Promise<void>,
): Promise<void> {
  const [first] = batchesOf();
  for (const group of layerGroups(model, first)) {
    const { layers } = group;
    const inputs = of.some((what) => what !== 'gradients') ? await sumInputs(model, group, of, batchesOf()) : undefined;
    const gradients = of.includes('gradients') ? await sumGradients(model, layers, batchesOf()) : undefined;
    try {
      for (const layer of layers) await use(statisticsOf(layer, inputs?.get(layer), gradients?.get(`${layer}.weight`)));
    } finally {
      for (const { products, least, greatest } of inputs?.values() ?? []) tf.dispose([products, least, greatest]);
      tf.dispose([...(gradients?.values() ?? [])]);
    }
  }
}

function statisticsOf(
  layer: string,
  inputs: InputSums | undefined,
  squaredGradients: Tensor | undefined,
): LayerStatistics {
  const { rows = 0, products, least, greatest } = inputs ?? {};
  return {
    layer,
    rows,
    ...(products && { products }),
    ...(least &&
      greatest && {
        ranges: {
          least: Float32Array.from(least.dataSync()),
          greatest: Float32Array.from(greatest.dataSync()),
        },
      }),
    ...(squaredGradients && { squaredGradients }),
  };
}
