import { privateCopy, tf, type Tensor, type Variable } from '#engine';
import type { Model, Parameter, Weights } from '#models';
import type { TrainingHooks } from './training.js';

/** The weights of a model in training. */
export interface TrainedWeights {
  /** All that is trained, by name: weights, and the tensors of a method as `method.NAME`. */
  readonly variables: ReadonlyMap<string, Variable>;
  /** The trained tensors themselves, and those that stay as they are. */
  readonly raw: Weights;
  /** What the forward pass uses: zeros of sparse parameters kept, then the hook applied. Makes new tensors; call it
   * inside a tape or a tidy. */
  effective(): Weights;
  /** A new model of the trained tensors. Masks stay; grids are gone, for the values have left them. */
  toModel(): Model;
  dispose(): void;
}

/** Copies a model's weights: into variables those that are trained.
 * @param frozen names of those that stay as they are
 * @param own tensors of a method that are trained, too */
export function trainedWeights(
  model: Model,
  reparametrize: TrainingHooks['reparametrize'],
  { frozen = new Set(), own = new Map() }: { frozen?: ReadonlySet<string>; own?: ReadonlyMap<string, Variable> } = {},
): TrainedWeights {
  const weights = new Map<string, Variable>();
  const still = new Map<string, Tensor>();
  const masks = new Map<string, Tensor>();
  for (const { name, value, encoding } of model.parameters.values()) {
    if (frozen.has(name)) still.set(name, tf.keep(privateCopy(value)));
    else weights.set(name, copyOf(value));
    if (encoding?.sparse && !frozen.has(name))
      masks.set(name, tf.keep(tf.tidy(() => tf.cast(tf.notEqual(value, 0), 'float32'))));
  }
  const variables = new Map([...weights, ...[...own].map(([name, tensor]) => [`method.${name}`, tensor] as const)]);
  const raw: Weights = (name) => (weights.get(name) ?? still.get(name)) as Tensor;
  const effective = (): Weights => {
    const used = new Map<string, Tensor>();
    for (const name of model.parameters.keys()) {
      const mask = masks.get(name);
      const weight: Tensor = mask ? tf.mul(raw(name), mask) : raw(name);
      used.set(name, reparametrize ? reparametrize(name, weight) : weight);
    }
    return (name) => used.get(name) as Tensor;
  };
  const toModel = (): Model => {
    const parameters = [...model.parameters.values()].map(({ name, role, encoding }): Parameter => {
      const value = privateCopy(raw(name));
      return { name, role, value, ...(encoding?.sparse && { encoding: { sparse: true } }) };
    });
    return { ...model, parameters: new Map(parameters.map((parameter) => [parameter.name, parameter])) };
  };
  const dispose = () => {
    for (const variable of weights.values()) variable.dispose();
    tf.dispose([...masks.values(), ...still.values()]);
  };
  return { variables, raw, effective, toModel, dispose };
}

/** A variable with memory of its own: an optimiser may work in place. */
function copyOf(value: Tensor): Variable {
  const copy = privateCopy(value);
  const variable = tf.variable(copy);
  copy.dispose();
  return variable;
}
