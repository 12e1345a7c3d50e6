import { tf, type Tensor } from '#engine';
import { type Model, disposeModel, encodeParameter, mapParameters } from '#models';
import type { FinetuneRequest } from './plugin.js';

/** What a model's encodings ask of training, besides the zeros of sparse parameters, which training keeps itself. */
export interface CarriedGrids {
  /** The plugin's reparametrization, then the nearest values on the grid, through which gradients pass as if it were not
   * there: the straight-through estimator (Bengio et al. 2013, arXiv 1308.3432), as quantization-aware training has it
   * (Jacob et al. 2018, arXiv 1712.05877). */
  readonly reparametrize: NonNullable<FinetuneRequest['reparametrize']>;
  /** The trained model on its grids again: just the values that the last forward pass used. Frees `trained`. */
  settle(trained: Model): Model;
}

/** The grids of a model through fine-tuning. Their scales stay: so a forward pass in training computes what the model
 * computes in the end, and a grid on which only zeros were added to a model is not fitted anew. */
export function carriedGrids(
  model: Model,
  reparametrize: FinetuneRequest['reparametrize'] = (_, weight) => weight,
): CarriedGrids {
  const onGrid = (name: string, value: Tensor): Tensor | undefined => {
    const parameter = model.parameters.get(name);
    if (!parameter?.encoding?.grid) return undefined;
    return encodeParameter({ name, role: parameter.role, value }, { grid: parameter.encoding.grid }).value;
  };
  return {
    reparametrize: (name, weight) => {
      const used = reparametrize(name, weight);
      return model.parameters.get(name)?.encoding?.grid ? straightThrough(used, () => onGrid(name, used)!) : used;
    },
    settle: (trained) => {
      const settled = mapParameters(trained, (parameter) => {
        const encoding = model.parameters.get(parameter.name)?.encoding;
        return encoding?.grid ? encodeParameter(parameter, encoding) : parameter;
      });
      disposeModel(trained);
      return settled;
    },
  };
}

function straightThrough(weight: Tensor, forward: () => Tensor): Tensor {
  return tf.customGrad(() => ({ value: forward(), gradFunc: (dy: Tensor) => dy }))(weight);
}
