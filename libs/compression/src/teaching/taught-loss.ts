import { type Scalar, type Tensor2D, tf } from '#engine';
import type { Teaching } from '#fit';
import type { TrainingHooks } from '#training';
import { softLoss, squaredLoss } from './soft-loss.js';

/** The loss on a teacher's answers and on the labels, as the hook of a training that has a teacher.
 * @param temperature what logits are divided by @param share of the loss that compares with the teacher, from 0 to 1 */
export function taughtLoss(
  { by, permutation }: Teaching,
  { temperature, share }: { readonly temperature: number; readonly share: number },
): NonNullable<TrainingHooks['loss']> {
  return ({ logits, teacher, labels }) => {
    if (share === 0) return labels();
    const taught = permutation ? (tf.gather(teacher(), [...permutation], 1) as Tensor2D) : teacher();
    const soft = by === 'numbers' ? squaredLoss(logits(), taught) : softLoss(logits(), taught, temperature);
    if (share === 1) return soft;
    return tf.add<Scalar>(tf.mul(soft, share), tf.mul(labels(), 1 - share));
  };
}
