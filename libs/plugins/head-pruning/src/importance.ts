import type { CompressionContext, UnitScores } from '#compression';
import { type LayerParts, type Model, headColumnsOf, layerParts } from '#models';

/** The importance of each head (Michel et al. 2019, arXiv 1905.10650, section 4.1): how much the loss of a sentence changes
 * with a gate on the head's output, without its sign, over all sentences: I_h = E |Att_hᵀ dL/dAtt_h|. In each layer it is divided
 * by its l2 norm, as Molchanov et al. do it, since the layers' gradients are of different sizes. */
export async function headImportance(
  model: Model,
  sentences: number,
  context: Pick<CompressionContext, 'gateGradients'>,
): Promise<UnitScores> {
  const layers = new Map(layerParts(model.config).map((parts) => [headColumnsOf(parts, model.config), parts]));
  const sums = new Map([...layers].map(([weight, { heads }]) => [weight, new Float64Array(heads)]));
  await context.gateGradients(model, { weights: [...layers.keys()], sentences }, (gradients) => {
    for (const [weight, sum] of sums) {
      perHead(gradients.get(weight)!, layers.get(weight)!).forEach((slope, head) => (sum[head] += Math.abs(slope)));
    }
  });
  return new Map([...sums].map(([weight, sum]) => [layers.get(weight)!.name, normalized(sum)]));
}

/** The derivatives by one gate for each head: the sum over its columns. */
function perHead(columns: Float32Array, { heads, headSize }: LayerParts): number[] {
  return Array.from({ length: heads }, (_, head) =>
    columns.subarray(head * headSize, (head + 1) * headSize).reduce((sum, slope) => sum + slope, 0),
  );
}

function normalized(values: Float64Array): Float64Array {
  const norm = Math.hypot(...values);
  return norm > 0 ? values.map((value) => value / norm) : values;
}
