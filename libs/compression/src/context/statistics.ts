import { type Tensor, type Tensor2D, tf } from '#engine';
import type { Model } from '#models';
import type { Batch } from '#text';
import { layerGroups } from './layer-groups.js';
import { layerStates } from './layer-states.js';
import { sumGradients } from './sum-gradients.js';
import { type InputSums, disposeSums, sumInputs } from './sum-inputs.js';

/** What to sum over the data. */
export interface StatisticsRequest {
  /** Batches of the train split. */
  readonly batches: number;
  /** Sentences of a batch; 32 when left out. Squares of gradients are of the mean gradient of each batch: with 1 they are the
   * diagonal of the empirical Fisher information. */
  readonly sentences?: number;
  /** `products`: XᵀX of a layer's inputs; `squares`: its diagonal alone; `ranges`: their least and greatest values;
   * `gradients`: the sum of the squared gradients of the loss. */
  readonly of: readonly ('products' | 'squares' | 'ranges' | 'gradients')[];
  /** Names of the linear layers to look at; all when left out. */
  readonly layers?: ReadonlySet<string>;
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
  /** Sum of the squares of each input, [in]. */
  readonly squares?: Float32Array;
  /** Least and greatest value of each input, [in]. */
  readonly ranges?: { readonly least: Float32Array; readonly greatest: Float32Array };
  /** Of the weight, in its shape: the sum over batches of the squared gradient of the mean loss. */
  readonly squaredGradients?: Tensor;
}

/** Sums over batches, layer by layer: each needs a pass of its own, which goes on where the last one had come to and ends with
 * the layer, and the memory of one.
 * @param batchesOf a fresh iteration over the same batches */
export async function gather(
  model: Model,
  { of, layers: wanted }: StatisticsRequest,
  batchesOf: () => Iterable<Batch>,
  use: (statistics: LayerStatistics) => void | Promise<void>,
): Promise<void> {
  const [first] = batchesOf();
  const states = layerStates();
  try {
    for (const group of layerGroups(model, first)) {
      const layers = group.layers.filter((layer) => wanted?.has(layer) ?? true);
      if (layers.length === 0) continue;
      const looks = of.some((what) => what !== 'gradients');
      const inputs = looks ? await sumInputs(model, group, layers, of, batchesOf(), states) : undefined;
      const gradients = of.includes('gradients') ? await sumGradients(model, layers, batchesOf()) : undefined;
      try {
        for (const layer of layers)
          await use(statisticsOf(layer, inputs?.get(layer), gradients?.get(`${layer}.weight`)));
      } finally {
        for (const sums of inputs?.values() ?? []) disposeSums(sums);
        tf.dispose([...(gradients?.values() ?? [])]);
      }
    }
  } finally {
    states.dispose();
  }
}

function statisticsOf(
  layer: string,
  inputs: InputSums | undefined,
  squaredGradients: Tensor | undefined,
): LayerStatistics {
  const { rows = 0, products, squares, least, greatest } = inputs ?? {};
  return {
    layer,
    rows,
    ...(products && { products }),
    ...(squares && { squares: Float32Array.from(squares.dataSync()) }),
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
