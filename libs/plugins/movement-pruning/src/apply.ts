import { type CompressionContext, goneOf, smallestStorage, withZeros } from '#compression';
import { type Variable, tf } from '#engine';
import { chosenNames, sparsityAfter } from '#methods';
import { type Model, disposeModel, mapParameters, modelShape } from '#models';
import type { MovementPruningConfig } from './config.js';
import { masksOf } from './masks.js';
import { masked } from './movement.js';

/** Trains weights and their scores together; those of the lowest scores are zero, the more of them the longer it trains. */
export async function apply(model: Model, config: MovementPruningConfig, context: CompressionContext): Promise<Model> {
  const names = [...chosenNames(modelShape(model), config)];
  const weights = names.map((name) => model.parameters.get(name)!);
  const scores = weights.map(({ value }) => tf.tidy(() => tf.variable(tf.zerosLike(value))));
  const masks = weights.map(({ value }) => tf.tidy(() => tf.variable(tf.onesLike(value))));
  const gone = weights.map(goneOf);
  const place = new Map(names.map((name, i) => [name, i]));
  const byName = (variables: readonly Variable[], part: string) =>
    new Map(variables.map((variable, i) => [`${names[i]}.${part}`, variable]));
  const steps = config.finetune.stop.steps!;

  const choose = (sparsity: number) => {
    const values = scores.map((own) => own.dataSync<'float32'>());
    const isGone = (tensor: number, index: number) => gone[tensor](index);
    masksOf(values, sparsity, config.scope, isGone).forEach((mask, i) => {
      const next = tf.tensor(mask, masks[i].shape);
      masks[i].assign(next);
      next.dispose();
    });
  };

  try {
    const trained = await context.train({
      model,
      training: config.finetune,
      phase: `movement to ${(100 * config.sparsity).toFixed(0)} % zeros`,
      state: { trained: byName(scores, 'scores'), kept: byName(masks, 'mask') },
      reparametrize: (name, weight) => {
        const at = place.get(name);
        return at === undefined ? weight : masked(weight, scores[at], masks[at]);
      },
      afterStep: (step) => {
        if (step % config.every === 0 || step === steps) choose(sparsityAfter(step, config));
      },
    });
    try {
      return mapParameters(trained, (parameter) => {
        const at = place.get(parameter.name);
        if (at === undefined) return parameter;
        return smallestStorage(withZeros(parameter, tf.mul(parameter.value, masks[at])));
      });
    } finally {
      disposeModel(trained);
    }
  } finally {
    tf.dispose([...scores, ...masks]);
  }
}
