import { type Tensor, type Variable, tf } from '#engine';

/** The weights that the forward pass uses: W M. The gradient of a weight is dy M; that of its score is dy W, straight through the
 * choice of weights as if scores multiplied them (Sanh et al. 2020, arXiv 2005.07683, section 3, equation 2): the score of a
 * weight that moves away from zero rises.
 * @param mask 1 for each weight that stays, 0 for the others */
export function masked(weight: Tensor, scores: Variable, mask: Variable): Tensor {
  const operation = tf.customGrad((...given) => {
    const [own, , save] = given as unknown as [Tensor, Tensor, (tensors: Tensor[]) => void];
    save([own]);
    const gradFunc = (dy: Tensor, [saved]: Tensor[]) => [tf.mul(dy, mask), tf.mul(dy, saved)];
    return { value: tf.mul(own, mask), gradFunc };
  });
  return operation(weight, scores);
}
