import { type CompressionContext, chosenNames, smallestStorage, sparsityAfter, withZeros } from '#compression';
import { type Tensor, tf } from '#engine';
import { type Model, disposeModel, mapParameters, modelShape } from '#models';
import type { SoftThresholdPruningConfig } from './config.js';
import { levelOf } from './level.js';
import { softThreshold, thresholdOf } from './threshold.js';

/** Trains weights and the thresholds of their matrices together; their level rises until a share of all weights is below them.
 *
 * In the paper the weight decay of s decides the sparsity. Here s is a scalar, which the optimiser does not decay, and the level decides. */
export async function apply(
  model: Model,
  config: SoftThresholdPruningConfig,
  context: CompressionContext,
): Promise<Model> {
  const { every, sparsity, threshold_rate: rate, finetune } = config;
  const names = [...chosenNames(modelShape(model), config)];
  const own = new Map(names.map((name) => [name, tf.tidy(() => tf.variable(tf.scalar(0)))]));
  const level = tf.tidy(() => tf.variable(tf.scalar(0)));
  const used = (name: string, weight: Tensor) => {
    const s = own.get(name);
    return s ? softThreshold(weight, thresholdOf(level, s, rate)) : weight;
  };
  const raise = (weight: (name: string) => Tensor, share: number) => {
    const weights = names.map((name) => weight(name).dataSync<'float32'>());
    const scales = names.map((name) => Math.exp(rate * own.get(name)!.dataSync()[0]));
    tf.tidy(() => level.assign(tf.scalar(levelOf(weights, scales, share))));
  };
  try {
    const trained = await context.train({
      model,
      training: finetune,
      phase: `soft thresholds to ${(100 * sparsity).toFixed(0)} % zeros`,
      state: {
        trained: new Map([...own].map(([name, s]) => [`${name}.threshold`, s])),
        kept: new Map([['level', level]]),
      },
      reparametrize: used,
      afterStep: (step, { weight }) => {
        if (step % every === 0 || step === finetune.stop.steps) raise(weight, sparsityAfter(step, config));
      },
    });
    try {
      // The best or the mean of several states may be what is left of the training
      raise((name) => trained.parameters.get(name)!.value, sparsity);
      return mapParameters(trained, (parameter) => {
        const { name } = parameter;
        if (!own.has(name)) return parameter;
        const value = tf.tidy(() => used(name, parameter.value));
        return smallestStorage(withZeros(parameter, value));
      });
    } finally {
      disposeModel(trained);
    }
  } finally {
    tf.dispose([...own.values(), level]);
  }
}
