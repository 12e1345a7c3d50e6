import { type CompressionContext, changeLayers, type LayerStatistics } from '#compression';
import { inverseCholesky, type Tensor2D, tf } from '#engine';
import { hasCodes } from '#families';
import { type Model, headColumnsOf, layerParts, neuronWeightsOf } from '#models';
import { TlcError } from '#contracts';
import type { FisherPruningConfig } from './config.js';

/** Scales past which a solution is taken to be a fault of the numbers. */
const MOST = 10;

/** Scales what is left of each layer's heads and neurons, layer after layer, so that the hidden states come as near as they can
 * to those of the model before (Kwon et al. 2022, arXiv 2204.09656, section 4.3, equation 12). Layers whose weights are on a
 * grid or in a codebook stay as they are.
 * @returns a new model, the caller's */
export function tuned(
  model: Model,
  before: Model,
  { tuning_sentences: sentences, dampening }: FisherPruningConfig,
  context: CompressionContext,
  within: readonly [number, number],
): Promise<Model> {
  const columns = new Map(
    layerParts(model.config).flatMap((parts) => [
      [headColumnsOf(parts, model.config), parts.headSize],
      [`${neuronWeightsOf(parts, model.config).down}.weight`, 1],
    ]),
  );
  const weights = [...columns.keys()].filter((name) => !hasCodes(model.parameters.get(name)!.encoding));
  const request = { weights: new Set(weights), sentences, of: ['products'], reference: before, apart: true } as const;
  return changeLayers(model, context, { ...request, within }, (parameter, statistics) => {
    const value = tf.tidy(() => {
      const weight = parameter.value as Tensor2D;
      const scales = scalesOf(weight, statistics, columns.get(parameter.name)!, dampening);
      return tf.mul(weight, scales);
    });
    return { ...parameter, value };
  });
}

/** The scales of a weight's columns, [in]: the m that makes |X diag(m) Wᵀ − T|² + λ |m − 1|² least, with one value for each
 * unit. With A_i = X_i W_iᵀ, what unit i gives, the normal equations need ⟨A_i, A_j⟩, the sum over their columns of the
 * products of XᵀX and WᵀW, and ⟨A_i, T⟩, the sum of those of XᵀT and Wᵀ.
 * @param columns of a unit */
export function scalesOf(
  weight: Tensor2D,
  { products, targets }: Pick<LayerStatistics, 'products' | 'targets'>,
  columns: number,
  dampening: number,
): Tensor2D {
  return tf.tidy(() => {
    const units = weight.shape[1] / columns;
    const gram = tf.mul(products!, tf.matMul(weight, weight, true, false));
    const inner = tf.sum(tf.reshape(gram, [units, columns, units, columns]), [1, 3]) as Tensor2D;
    const outer = tf.sum(tf.mul(targets!, tf.transpose(weight)), 1);
    const wanted = tf.sub(tf.reshape(outer, [units, columns]).sum(1), tf.sum(inner, 1)).expandDims<Tensor2D>(1);
    const diagonal = tf.eye(units).mul(inner).sum().div(units).mul(dampening);
    const factor = factorOf(tf.add(inner, tf.mul(tf.eye(units), diagonal)));
    const change = factor && tf.matMul(factor, tf.matMul(factor, wanted), true, false);
    const isSane = change && tf.max(tf.abs(change)).dataSync()[0] < MOST - 1;
    const scales = isSane ? tf.add(change, 1) : tf.ones([units, 1]);
    return tf.reshape(tf.tile(scales, [1, columns]), [1, units * columns]) as Tensor2D;
  });
}

/** L⁻¹ of the matrix L Lᵀ; none where no unit ever gives anything. */
function factorOf(matrix: Tensor2D): Tensor2D | undefined {
  try {
    return inverseCholesky(matrix);
  } catch (error) {
    if (error instanceof TlcError && error.code === 'ENGINE_NOT_POSITIVE_DEFINITE') return undefined;
    throw error;
  }
}
