import { type CompressionContext, goneOf, pruneWeights, smallestStorage, withZeros } from '#compression';
import { tf } from '#engine';
import { type Model, disposeModel, mapParameters, modelShape } from '#models';
import type { RiglConfig } from './config.js';
import { startingCuts } from './distribution.js';
import { exchanged } from './exchange.js';
import { gradientSums } from './gradients.js';
import { masked } from './masked.js';
import { exchangesAfter, fractionAfter } from './schedule.js';

/** Trains a model that is sparse from the first update on, some of whose connections are exchanged for others now and then. */
export async function apply(model: Model, config: RiglConfig, context: CompressionContext): Promise<Model> {
  const cuts = startingCuts(modelShape(model), config);
  const start = unlocked(pruneWeights(model, { cuts }), model);
  const names = cuts.flatMap((cut) => cut.names);
  const masks = new Map(
    names.map((name) => {
      const { value } = start.parameters.get(name)!;
      return [name, tf.tidy(() => tf.variable(tf.cast(tf.notEqual(value, 0), 'float32')))];
    }),
  );
  const gone = new Map(names.map((name) => [name, goneOf(model.parameters.get(name)!)]));
  const done = tf.tidy(() => tf.variable(tf.scalar(0)));
  const gradients = gradientSums();

  try {
    const trained = await context.train({
      model: start,
      training: config.finetune,
      phase: `sparse training at ${(100 * config.sparsity).toFixed(0)} % zeros`,
      state: { kept: new Map([...[...masks].map(([name, own]) => [`${name}.mask`, own] as const), ['updates', done]]) },
      reparametrize: (name, weight) => {
        const mask = masks.get(name);
        if (!mask) return weight;
        const isNext = exchangesAfter(done.dataSync()[0] + 1, config);
        return masked(weight, mask, isNext ? (gradient) => gradients.add(name, gradient) : undefined);
      },
      afterStep: (step, { weight, restart }) => {
        tf.tidy(() => done.assign(tf.scalar(step)));
        if (!exchangesAfter(step, config)) return;
        for (const [name, mask] of masks) {
          const own = gradients.get(name);
          // A weight that is frozen has none
          if (!own) continue;
          const before = {
            weights: weight(name).dataSync<'float32'>(),
            gradients: own,
            mask: mask.dataSync<'float32'>(),
            isGone: gone.get(name)!,
          };
          const next = exchanged(before, fractionAfter(step, config));
          tf.tidy(() => mask.assign(tf.tensor(next, mask.shape)));
          // What went has lost its value and its moments when it comes back
          restart(name, mask);
        }
        gradients.clear();
      },
    });
    try {
      return mapParameters(trained, (parameter) => {
        const mask = masks.get(parameter.name);
        if (!mask) return parameter;
        return smallestStorage(withZeros(parameter, tf.mul(parameter.value, mask)));
      });
    } finally {
      disposeModel(trained);
    }
  } finally {
    gradients.clear();
    tf.dispose([...masks.values(), done]);
    disposeModel(start);
  }
}

/** A pruned model whose zeros training does not keep, but for those that the model had before. */
function unlocked(pruned: Model, { parameters }: Model): Model {
  const start = mapParameters(pruned, ({ name, role, value }) => {
    const { encoding } = parameters.get(name)!;
    return { name, role, value, ...(encoding && { encoding }) };
  });
  disposeModel(pruned);
  return start;
}
