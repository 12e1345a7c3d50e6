import { binaryCrossEntropy, crossEntropy, random, tf, type Scalar, type Tensor1D, type Tensor2D } from '#engine';
import { logits } from '#models';
import type { Batch } from '#text';
import type { TrainingPass } from '../../training.js';
import type { ComputedObjective } from '../computed-objective.js';
import { createGenerator, type Generator } from './generator.js';
import { replaceMasked } from './replace.js';

/** The weight of the discriminator's loss beside the generator's (Clark et al. 2020, appendix A). */
const DISCRIMINATOR_WEIGHT = 50;

/** ELECTRA's objective: the model tells for every token whether a generator has replaced it, which learns masked language
 * modelling beside it (Clark et al. 2020, arXiv 2003.10555). */
const objective: ComputedObjective = ({ seed, config }, model) => {
  const generator = createGenerator(model.config, config, seed);
  return {
    hooks: { state: { trained: generator.own }, loss: (pass) => replacedTokensLoss(generator, pass, seed) },
    dispose: generator.dispose,
  };
};

export default objective;

/** The generator's mean cross entropy over the masked tokens, plus 50 times the discriminator's mean binary cross entropy
 * over all tokens, special ones included; in nats. Of several batches of an update each mean is over all of them: the update
 * adds losses up by their shares of the masked tokens, so that the second mean is scaled to count by its share of all tokens. */
export function replacedTokensLoss(
  generator: Pick<Generator, 'model' | 'weights'>,
  {
    batch,
    shares,
    options,
    logits: answers,
    weight,
  }: Pick<TrainingPass, 'batch' | 'shares' | 'options' | 'logits' | 'weight'>,
  seed: number,
): Scalar {
  const { dropout } = options;
  // Its dropout is drawn apart from the discriminator's
  const own = { ...options, ...(dropout && { dropout: { ...dropout, seed: dropout.seed + 0x9e3779b9 } }) };
  const guesses = logits(generator.weights(weight), generator.model, batch, own);
  const masked = batch.masked as NonNullable<typeof batch.masked>;
  const replaced = replaceMasked(batch, guesses, random(seed).derive('replaced', dropout?.step ?? 0));
  return bothLosses(
    { guesses, labels: masked.labels },
    { answers: answers(replaced), labels: replaced.labels },
    shares.tokens / shares.predicted,
  );
}

/** That loss for given replacements.
 * @param generator its logits of the masked tokens, [masked rows, vocabulary], and the tokens that belong there
 * @param discriminator its logits of all tokens, [rows, 1], and 1 for each that was replaced
 * @param scale of the discriminator's mean; 1 where the batch is the whole update */
export function bothLosses(
  generator: { readonly guesses: Tensor2D; readonly labels: Int32Array },
  discriminator: { readonly answers: Tensor2D; readonly labels: Batch['labels'] },
  scale = 1,
): Scalar {
  const told = tf.reshape(discriminator.answers, [-1]) as Tensor1D;
  const found = binaryCrossEntropy(told, discriminator.labels as Float32Array);
  return tf.add(
    crossEntropy(generator.guesses, generator.labels),
    tf.mul(found, DISCRIMINATOR_WEIGHT * scale),
  ) as Scalar;
}
