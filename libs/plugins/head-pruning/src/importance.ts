import { type CompressionContext, unitSlopes, type UnitScores } from '#compression';
import { type Model, headColumnsOf, layerParts } from '#models';

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
      const { heads, headSize } = layers.get(weight)!;
      const slopes = unitSlopes(gradients.get(weight)!, heads, headSize);
      for (let head = 0; head < heads; head++) sum[head] += Math.abs(slopes[head]);
    }
  });
  return new Map([...sums].map(([weight, sum]) => [layers.get(weight)!.name, normalized(sum)]));
}

function normalized(values: Float64Array): Float64Array {
  const norm = Math.hypot(...values);
  return norm > 0 ? values.map((value) => value / norm) : values;
}
