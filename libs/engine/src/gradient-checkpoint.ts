import { backward } from './backward.js';
import { tf, type Tensor } from './backend.js';

/**
 * Computes a part of a model without keeping what lies within it for backward, which computes the part once more:
 * Chen et al., 2016, arXiv 1604.06174. The value and the gradients have the same bits as without; the part's forward
 * pass is paid for twice.
 *
 * @param inputs every tensor that has a gradient: what the part works on, and its weights
 * @param part the value from the inputs, each time the same; the tensors it gets are not those of `inputs`
 */
export function gradientCheckpoint<T extends Tensor>(inputs: readonly Tensor[], part: (...inputs: Tensor[]) => T): T {
  const operation = tf.customGrad((...all) => {
    const given = all.slice(0, -1) as Tensor[];
    const save = all.at(-1) as (tensors: Tensor[]) => void;
    save(given);
    return {
      value: part(...given),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const { value, gradients } = backward(() => part(...saved), saved, dy);
        value.dispose();
        return gradients.map((gradient, i) => gradient ?? tf.zerosLike(saved[i]));
      },
    };
  });
  return operation(...inputs) as T;
}
