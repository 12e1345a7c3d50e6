import { random, tensorOf } from '#engine';
import {
  encoderParameters,
  familyOf,
  optionalParameters,
  sameHead,
  shapeOf,
  type Head,
  type ModelConfig,
  type ParameterShape,
} from '#families';
import { mapParameters, type Model, type Parameter } from './model.js';

/**
 * A new model with random weights: matrices normal with the family's deviation, norms 1, biases 0, and 0 for the padding
 * token, as Transformers has it. A parameter's values are decided by the seed and its name alone.
 */
export function createModel(config: ModelConfig, head: Head, seed: number, tokenizer?: string): Model {
  const parameters = shapeOf(config, head).parameters.map((shape) => initialParameter(shape, config, seed));
  return {
    config,
    head,
    parameters: new Map(parameters.map((parameter) => [parameter.name, parameter])),
    ...(tokenizer !== undefined && { tokenizer }),
  };
}

/** A parameter of a new model. */
export function initialParameter({ name, role, shape }: ParameterShape, config: ModelConfig, seed: number): Parameter {
  const { deviation, own, padding } = familyOf(config).initial(config);
  const size = shape.reduce((product, length) => product * length, 1);
  const values =
    role === 'embedding' || role === 'linear'
      ? random(seed)
          .derive('initialize', name)
          .normals(size, own?.(name) ?? deviation)
      : new Float32Array(size).fill(role === 'norm' && name.endsWith('.weight') ? 1 : 0);
  if (padding && name === `${padding.table}.weight`) {
    values.fill(0, padding.row * shape[1], (padding.row + 1) * shape[1]);
  }
  // In native memory at once, so that V8 can free an array while the next ones are made
  return { name, role, value: tensorOf(values, shape) };
}

/**
 * A copy of a model with another head. The encoder is kept, and with it parts that the model has for the sake of a later
 * head; what the head needs besides is new. A head that the model has already is kept, too.
 */
export function withHead(model: Model, head: Head, seed: number): Model {
  if (sameHead(model.head, head)) return mapParameters(model);
  const { config, parameters } = model;
  const { files } = familyOf(config);
  const encoder = encoderParameters(config);
  const isKept = (name: string) =>
    encoder.has(name) || (files.optional ?? []).some((part) => name.startsWith(`${part}.`));
  const shapes = [
    ...shapeOf(config, head).parameters,
    ...optionalParameters(config, head).filter(({ name }) => parameters.has(name)),
  ];
  const own = shapes.map((shape): Parameter => {
    const old = isKept(shape.name) ? parameters.get(shape.name) : undefined;
    return old ? { ...old, value: old.value.clone() } : initialParameter(shape, config, seed);
  });
  return { ...model, head, parameters: new Map(own.map((parameter) => [parameter.name, parameter])) };
}
