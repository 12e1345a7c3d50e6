import { type Scalar, type Tensor2D, tf } from '#engine';
import { type Teaching, teachingOf } from '#fit';
import type { Model } from '#models';
import type { TrainingHooks, Watch } from '#training';
import type { MethodTrainingRequest } from '../context/train-in-method.js';
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

/** What the training of a student asks for that has a teacher: with a share of 0 none, with one of 1 no labels.
 * @throws TlcError PLUGIN_REFUSED for heads that cannot be compared; LABELS_UNMATCHED */
export function taughtBy(
  teacher: Model,
  { head }: Pick<Model, 'head'>,
  config: { readonly temperature: number; readonly share: number },
): Pick<MethodTrainingRequest, 'unlabelled' | 'teacher' | 'loss'> {
  const answers = config.share > 0 ? teachingOf(head, teacher.head) : undefined;
  return { unlabelled: config.share === 1, ...(answers && { teacher, loss: taughtLoss(answers, config) }) };
}
