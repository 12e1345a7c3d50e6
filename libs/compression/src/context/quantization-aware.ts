import { tf, type Tensor } from '#engine';
import { hasCodes } from '#families';
import { type Encoding, type Model, disposeModel, mapParameters, settleParameter } from '#models';
import type { TrainingHooks } from '#training';

/** What the grids and codebooks of a quantized model ask of training. Zeros of sparse parameters are kept by training itself. */
export interface QuantizationAware {
  /** The method's reparametrization, then the nearest values on a grid or in a codebook, through which gradients pass as if
   * it were not there: the straight-through estimator (Bengio et al. 2013, arXiv 1308.3432), as quantization-aware training has it
   * (Jacob et al. 2018, arXiv 1712.05877). */
  readonly reparametrize: NonNullable<TrainingHooks['reparametrize']>;
  /** The trained model on its grids and in its codebooks: the values that its last forward pass would use. Frees `trained`. */
  settle(trained: Model): Model;
}

/** Quantization-aware training for the parameters of a model that are on a grid or in a codebook. Bits and granularity stay;
 * scales and centroids are fitted to the weights at every step, so that a small change of weights moves the grid where it is
 * too small to move a code, and what training computes is what the model computes in the end. */
export function quantizationAware(
  model: Model,
  reparametrize: TrainingHooks['reparametrize'] = (_, weight) => weight,
): QuantizationAware {
  const encodingOf = (name: string): Encoding | undefined => {
    const encoding = model.parameters.get(name)?.encoding;
    return hasCodes(encoding) ? encoding : undefined;
  };
  return {
    reparametrize: (name, weight) => {
      const used = reparametrize(name, weight);
      const parameter = model.parameters.get(name);
      const encoding = encodingOf(name);
      if (!parameter || !encoding) return used;
      const held = { ...parameter, value: used };
      return straightThrough(used, () => settleParameter(held, encoding).value);
    },
    settle: (trained) => {
      const settled = mapParameters(trained, (parameter) => {
        const encoding = encodingOf(parameter.name);
        return encoding ? settleParameter(parameter, encoding) : parameter;
      });
      disposeModel(trained);
      return settled;
    },
  };
}

function straightThrough(weight: Tensor, forward: () => Tensor): Tensor {
  return tf.customGrad(() => ({ value: forward(), gradFunc: (dy: Tensor) => dy }))(weight);
}
