import { type MethodTrainingRequest, taughtLoss } from '#compression';
import { type Scalar, tf } from '#engine';
import type { Teaching } from '#fit';
import { watchStates } from '#models';
import type { TrainingPass, Watch } from '#training';
import type { DistillationConfig } from './config.js';
import type { Matching } from './match/matching.js';

type Loss = NonNullable<MethodTrainingRequest['loss']>;

/** What is minimised: states are seen in the pass that answers come from. */
export function lossOf(config: DistillationConfig, answers: Teaching | undefined, matching?: Matching): Loss {
  const ofAnswers = answers ? taughtLoss(answers, config) : ({ labels }: TrainingPass, watch?: Watch) => labels(watch);
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
