import { tf, type Tensor } from '#engine';
import { checkCut, namesBefore } from '#methods';
import { type Cut, type KeptIndices, type Model, type Parameter, cutConfig } from '#models';

/** What a cut leaves of a model: layers, heads and neurons that it does not name are gone, with their rows and columns in
 * every parameter; biases of what they added to stay. Parameters that get smaller are dense float32 in files; all others are
 * held as before. The result is the caller's, with tensors of its own.
 * @throws TlcError PLUGIN_WRONG_RESULT for a cut that the model cannot have */
export function cutModel(model: Model, cut: Cut): Model {
  checkCut(model.config, cut);
  const changed = cutConfig(model.config, cut);
  const parameters = new Map<string, Parameter>();
  for (const [name, before] of namesBefore(model.config, model.head, changed, model.parameters.keys())) {
    const parameter = model.parameters.get(before)!;
    const kept = changed.kept.get(before);
    if (kept) parameters.set(name, { name, role: parameter.role, value: pick(parameter.value, kept) });
    else parameters.set(name, { ...parameter, name, value: parameter.value.clone() });
  }
  return { ...model, config: changed.config, parameters };
}

function pick(value: Tensor, { rows, columns }: KeptIndices): Tensor {
  return tf.tidy(() => {
    const some = rows ? tf.gather(value, [...rows], 0) : value;
    return columns ? tf.gather(some, [...columns], 1) : some;
  });
}
