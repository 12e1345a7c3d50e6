import { tf, type Tensor } from '#engine';
import { type FitOptions, type Model, disposeModel, mapParameters, quantizeParameter, specOf } from '#models';
import type { TrainingHooks } from '#training';

/** What the grids of a quantized model ask of training. Zeros of sparse parameters are kept by training itself. */
export interface QuantizationAware {
  /** The method's reparametrization, then the nearest values on a grid, through which gradients pass as if it were not
   * there: the straight-through estimator (Bengio et al. 2013, arXiv 1308.3432), as quantization-aware training has it
   * (Jacob et al. 2018, arXiv 1712.05877). */
  readonly reparametrize: NonNullable<TrainingHooks['reparametrize']>;
  /** The trained model on its grids: the values that its last forward pass would use. Frees `trained`. */
  settle(trained: Model): Model;
}

/** Quantization-aware training for the parameters of a model that are on a grid. Bits and granularity stay; scales are
 * fitted to the weights at every step, so that a small change of weights moves the grid where it is too small to move a
 * code, and what training computes is what the model computes in the end. */
export function quantizationAware(
  model: Model,
  reparametrize: TrainingHooks['reparametrize'] = (_, weight) => weight,
): QuantizationAware {
  const gridOf = (name: string): FitOptions | undefined => {
    const { grid } = specOf(model.parameters.get(name)?.encoding ?? {});
    return grid && { ...grid, range: 'min-max' };
  };
  return {
    reparametrize: (name, weight) => {
      const used = reparametrize(name, weight);
      const parameter = model.parameters.get(name);
      const grid = gridOf(name);
      if (!parameter || !grid) return used;
      return straightThrough(used, () => quantizeParameter({ name, role: parameter.role, value: used }, grid).value);
    },
    settle: (trained) => {
      const settled = mapParameters(trained, (parameter) => {
        const grid = gridOf(parameter.name);
        return grid ? quantizeParameter(parameter, grid) : parameter;
      });
      disposeModel(trained);
      return settled;
    },
  };
}

function straightThrough(weight: Tensor, forward: () => Tensor): Tensor {
  return tf.customGrad(() => ({ value: forward(), gradFunc: (dy: Tensor) => dy }))(weight);
}
