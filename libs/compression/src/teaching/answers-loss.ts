import { type Scalar, type Tensor2D, tf } from '#engine';
import type { Teaching } from '#fit';
import type { TeachingConfig } from '#methods';
import type { TrainingPass, Watch } from '#training';
import { softLoss, squaredLoss } from './soft-loss.js';

/** The loss on the teacher's answers and on the labels, by their shares (Hinton et al. 2015, arXiv 1503.02531, section 2).
 * @param answers how they are compared; left out, labels alone are looked at
 * @returns the loss of a pass; what watches the pass sees it once */
export function answersLoss({ temperature, share }: Pick<TeachingConfig, 'temperature' | 'share'>, answers?: Teaching) {
  return ({ batch, logits, teacher, labels }: TrainingPass, watch?: Watch): Scalar => {
    if (!answers || share === 0) return labels(watch);
    const { by, permutation } = answers;
    const taught = permutation ? (tf.gather(teacher(), [...permutation], 1) as Tensor2D) : teacher();
    const own = logits(batch, watch);
    const soft = by === 'numbers' ? squaredLoss(own, taught) : softLoss(own, taught, temperature);
    if (share === 1) return soft;
    return tf.add<Scalar>(tf.mul(soft, share), tf.mul(labels(), 1 - share));
  };
}
