import { type Tensor, type Variable, tf } from '#engine';

/** The weights that the forward pass uses: W M. The gradient of a weight is dy M; `see` is shown dy, the gradient of all weights, those
 * that are not there among them.
 * @param mask 1 for each weight that is there, 0 for the others */
export function masked(weight: Tensor, mask: Variable, see?: (gradient: Tensor) => void): Tensor {
  const operation = tf.customGrad((...given) => {
    const [own] = given as unknown as [Tensor];
    const gradFunc = (dy: Tensor) => {
      see?.(dy);
      return tf.mul(dy, mask);
    };
    return { value: tf.mul(own, mask), gradFunc };
  });
  return operation(weight);
}
