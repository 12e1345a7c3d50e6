import { shapeOf, stackedNames, type ModelConfig } from '#families';
import { initialParameter } from './create-model.js';
import type { Model, Parameter } from './model.js';

/** A model of another depth whose layers begin as those of a shallower one, stacked: layer l as layer l mod L of L (Gong et al.
 * 2019, algorithm 1), all else as it is. Of a deeper one it has the first layers. What a layer lacks is new: the first one of
 * ModernBERT has no norm before its attention.
 * @param config of the result, the model's own but for the number of layers */
export function stacked(model: Model, config: ModelConfig, seed: number): Model {
  const sourceOf = stackedNames(model.config, config);
  const parameters = shapeOf(config, model.head).parameters.map((shape): Parameter => {
    const source = model.parameters.get(sourceOf(shape.name));
    const { name, role } = shape;
    return source ? { name, role, value: source.value.clone() } : initialParameter(shape, config, seed);
  });
  return { ...model, config, parameters: new Map(parameters.map((parameter) => [parameter.name, parameter])) };
}
