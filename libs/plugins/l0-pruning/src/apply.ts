import { type CompressionContext, cutModel, keptUnits } from '#compression';
import { type Scalar, tf } from '#engine';
import { hasCodes } from '#families';
import { type Model, disposeModel, mapParameters, settleParameter } from '#models';
import type { L0PruningConfig } from './config.js';
import { gatesOf } from './gates.js';
import { multiplierOf } from './multiplier.js';
import { unitsOf } from './units.js';

/** Trains weights and gates together until as many gates are closed as are to be removed, and removes the units of the lowest ones. */
export async function apply(model: Model, config: L0PruningConfig, context: CompressionContext): Promise<Model> {
  const { share, warmup, finetune, units } = config;
  const gates = gatesOf(model.config, config);
  const held = multiplierOf();
  const noise = (step: number) => context.random.derive('gates', step);
  const wanted = (step: number) => 1 - share * Math.min(1, step / Math.max(1, warmup * finetune.stop.steps!));
  gates.draw(noise(0));
  try {
    const trained = await context.train({
      model,
      training: finetune,
      phase: `gates on ${units} to ${(100 * share).toFixed(0)} % closed`,
      state: { trained: gates.trained, kept: new Map([...gates.kept, ...held.kept]) },
      reparametrize: gates.sampled,
      loss: (pass) => tf.add<Scalar>(pass.labels(), held.penalty(gates.open())),
      afterStep: (step) => {
        const open = tf.tidy(() => gates.open().dataSync()[0]);
        held.follow(open, wanted(step));
        gates.draw(noise(step));
      },
    });
    try {
      const settled = mapParameters(trained, (parameter) => {
        const value = tf.tidy(() => gates.settled(parameter.name, parameter.value));
        if (value === parameter.value) return parameter;
        const { encoding } = model.parameters.get(parameter.name)!;
        if (!hasCodes(encoding)) return { ...parameter, value };
        const onGrid = settleParameter({ ...parameter, value }, encoding);
        value.dispose();
        return onGrid;
      });
      try {
        const left = keptUnits(gates.scores(), unitsOf(model.config, units), { share, scope: 'global' });
        return cutModel(settled, { [units]: left });
      } finally {
        disposeModel(settled);
      }
    } finally {
      disposeModel(trained);
    }
  } finally {
    gates.dispose();
    held.dispose();
  }
}
