import { type Scalar, type Tensor2D, tf } from '#engine';
import type { Teaching } from '#fit';
import type { TrainingHooks, Watch } from '#training';
import { softLoss, squaredLoss } from './soft-loss.js';

type Pass = Parameters<NonNullable<TrainingHooks['loss']>>[0];

/** The loss on a teacher's answers and on the labels, as the hook of a training that has a teacher; `watch` sees the states of the
 * pass that the answers come from.
 * @param temperature what logits are divided by @param share of the loss that compares with the teacher, from 0 to 1 */
export function taughtLoss(
  { by, permutation }: Teaching,
  { temperature, share }: { readonly temperature: number; readonly share: number },
): (pass: Pass, watch?: Watch) => Scalar {
  return ({ batch, logits, teacher, labels }, watch) => {
    if (share === 0) return labels(watch);
    const taught = permutation ? (tf.gather(teacher(), [...permutation], 1) as Tensor2D) : teacher();
    const own = logits(batch, watch);
    const soft = by === 'numbers' ? squaredLoss(own, taught) : softLoss(own, taught, temperature);
    if (share === 1) return soft;
    return tf.add<Scalar>(tf.mul(soft, share), tf.mul(labels(), 1 - share));
  };
}
