import { type Tensor, type Tensor2D, tf } from '#engine';
import type { Model } from '#models';
import type { Batch } from '#text';
import { type LayerGroup, layerGroups } from './layer-groups.js';
import { layerStates } from './layer-states.js';
import { sumGradients } from './sum-gradients.js';
import { type InputSums, disposeSums, sumInputs } from './sum-inputs.js';
import { type OuterProducts, sumOuterProducts } from './sum-outer-products.js';
import { sumTargets } from './sum-targets.js';

/** What to sum over the data. */
export interface StatisticsRequest {
  /** Batches of the train split. */
  readonly batches: number;
  /** Sentences of a batch; 32 when left out. Squares of gradients are of the mean gradient of each batch: with 1 they are the
   * diagonal of the empirical Fisher information. */
  readonly sentences?: number;
  /** `products`: XᵀX of a layer's inputs; `squares`: its diagonal alone; `magnitudes`: the sums of their absolute values;
   * `ranges`: their least and greatest values; `gradients`: the sum of the squared gradients of the loss; `outer-products`:
   * those of the gradients of the weights in each `block`. */
  readonly of: readonly ('products' | 'squares' | 'magnitudes' | 'ranges' | 'gradients' | 'outer-products')[];
  /** Consecutive weights of a matrix, row by row, whose gradients are multiplied with each other; 50 when left out. */
  readonly block?: number;
  /** Names of the linear layers to look at; all when left out. */
  readonly layers?: ReadonlySet<string>;
  /** A model of the same layers, whose hidden states those of the model should be: gives the sums `targets`. */
  readonly reference?: Model;
  /** Whether each linear layer has passes of its own, so that those of one layer of the model see what `use` has changed in it,
   * too. */
  readonly apart?: boolean;
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
  /** Sum of the absolute values of each input, [in]. */
  readonly magnitudes?: Float32Array;
  /** Least and greatest value of each input, [in]. */
  readonly ranges?: { readonly least: Float32Array; readonly greatest: Float32Array };
  /** Of the weight, in its shape: the sum over batches of the squared gradient of the mean loss. */
  readonly squaredGradients?: Tensor;
  /** Of the weight: the products of the gradients in each block, summed over batches, and how many batches there were. */
  readonly outerProducts?: OuterProducts;
  /** XᵀT [in, out]: T [rows, out] is what the layer would have to give, but for its bias, for the sum with its residual to be
   * that of the reference. Where its output is added to nothing, T is the reference's output. */
  readonly targets?: Tensor2D;
}

/** Sums over batches, layer by layer: each needs a pass of its own, which goes on where the last one had come to and ends with
 * the layer, and the memory of one.
 * @param batchesOf a fresh iteration over the same batches */
export async function gather(
  model: Model,
  { of, layers: wanted, reference, apart = false, block = 50 }: StatisticsRequest,
  batchesOf: () => Iterable<Batch>,
  use: (statistics: LayerStatistics) => void | Promise<void>,
): Promise<void> {
  const [first] = batchesOf();
  const states = layerStates();
  const walked = reference && { model: reference, states: layerStates() };
  const each = async (group: LayerGroup, layers: readonly string[]) => {
    const sums: GroupSums = {};
    try {
      if (of.some((what) => OF_INPUTS.has(what))) {
        sums.inputs = await sumInputs(model, group, layers, of, batchesOf(), states);
      }
      if (of.includes('gradients')) sums.gradients = await sumGradients(model, layers, batchesOf());
      if (of.includes('outer-products')) sums.outer = await sumOuterProducts(model, layers, batchesOf(), block);
      if (walked) sums.targets = await sumTargets({ model, states }, walked, group, layers, batchesOf());
      for (const layer of layers) await use(statisticsOf(layer, sums));
    } finally {
      for (const inputs of sums.inputs?.values() ?? []) disposeSums(inputs);
      tf.dispose([...(sums.gradients?.values() ?? []), ...(sums.targets?.values() ?? [])]);
      for (const { sum } of sums.outer?.values() ?? []) sum.dispose();
    }
  };
  try {
    for (const group of layerGroups(model, first)) {
      const layers = group.layers.filter((layer) => wanted?.has(layer) ?? true);
      for (const part of apart ? layers.map((layer) => [layer]) : [layers])
        if (part.length > 0) await each(group, part);
    }
  } finally {
    states.dispose();
    walked?.states.dispose();
  }
}

/** What is summed of what comes into layers, not of gradients. */
const OF_INPUTS: ReadonlySet<string> = new Set(['products', 'squares', 'magnitudes', 'ranges']);

/** What is summed of some linear layers of one group, by their names. */
interface GroupSums {
  inputs?: ReadonlyMap<string, InputSums>;
  /** By the names of weights. */
  gradients?: ReadonlyMap<string, Tensor>;
  /** By the names of weights. */
  outer?: ReadonlyMap<string, OuterProducts>;
  targets?: ReadonlyMap<string, Tensor2D>;
}

function statisticsOf(layer: string, { inputs, gradients, outer, targets }: GroupSums): LayerStatistics {
  const { rows = 0, products, squares, magnitudes, least, greatest } = inputs?.get(layer) ?? {};
  const squaredGradients = gradients?.get(`${layer}.weight`);
  const outerProducts = outer?.get(`${layer}.weight`);
  const target = targets?.get(layer);
  return {
    layer,
    rows,
    ...(products && { products }),
    ...(squares && { squares: Float32Array.from(squares.dataSync()) }),
    ...(magnitudes && { magnitudes: Float32Array.from(magnitudes.dataSync()) }),
    ...(least &&
      greatest && {
        ranges: {
          least: Float32Array.from(least.dataSync()),
          greatest: Float32Array.from(greatest.dataSync()),
        },
      }),
    ...(squaredGradients && { squaredGradients }),
    ...(outerProducts && { outerProducts }),
    ...(target && { targets: target }),
  };
}
