import type { MethodTrainingRequest } from '#compression';
import { type Scalar, type Tensor2D, tf } from '#engine';
import { watchStates } from '#models';
import type { DistillationConfig } from './config.js';
import type { Matching } from './match/matching.js';
import { softLoss, squaredLoss } from './soft-loss.js';
import type { Teaching } from './teaching.js';

type Loss = NonNullable<MethodTrainingRequest['loss']>;
type Pass = Parameters<Loss>[0];
type Watch = Parameters<Pass['labels']>[0];

/** What is minimised: states are seen in the pass that answers come from. */
export function lossOf(config: DistillationConfig, answers: Teaching | undefined, matching?: Matching): Loss {
  const ofAnswers = answersLoss(config, answers);
  if (!matching) return ofAnswers;
  const { share } = config.match!;
  return (pass) => {
    const watch = watchStates(matching.student);
    try {
      const rest = share < 1 ? ofAnswers(pass, watch.options) : undefined;
      if (!rest) pass.encode(watch.options);
      const { shares } = pass;
      const weight = (share * shares[matching.mean]) / shares.predicted;
      const own = tf.mul<Scalar>(matching.loss(watch.states, pass.teacherStates(), pass.batch), weight);
      return rest ? tf.add<Scalar>(own, tf.mul(rest, 1 - share)) : own;
    } finally {
      watch.dispose();
    }
  };
}

/** The loss on the teacher's answers and on the labels, by their shares. */
function answersLoss({ temperature, share }: DistillationConfig, answers: Teaching | undefined) {
  return ({ batch, logits, teacher, labels }: Pass, watch?: Watch): Scalar => {
    if (!answers) return labels(watch);
    const { by, permutation } = answers;
    const taught = permutation ? (tf.gather(teacher(), [...permutation], 1) as Tensor2D) : teacher();
    const own = logits(batch, watch);
    const soft = by === 'numbers' ? squaredLoss(own, taught) : softLoss(own, taught, temperature);
    if (share === 1) return soft;
    return tf.add<Scalar>(tf.mul(soft, share), tf.mul(labels(), 1 - share));
  };
}
