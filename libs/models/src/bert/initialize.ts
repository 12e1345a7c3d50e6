import { random, tensorOf } from '#engine';
import { mapParameters, type Head, type Model, type Parameter, type ParameterShape } from '../model.js';
import type { BertConfig } from './config.js';
import { needsPooler, parameterTable, POOLER } from './parameters.js';

/**
 * A new model with random weights: matrices normal with deviation `initializer_range`, norms 1, biases 0, and 0 for the
 * padding token, as Transformers has it. A parameter's values are decided by the seed and its name alone.
 */
export function createBert(config: BertConfig, head: Head, seed: number, tokenizer?: string): Model {
  const parameters = parameterTable(config, head).map((shape) => initialParameter(shape, config, seed));
  return {
    config,
    head,
    parameters: new Map(parameters.map((parameter) => [parameter.name, parameter])),
    ...(tokenizer !== undefined && { tokenizer }),
  };
}

function initialParameter({ name, role, shape }: ParameterShape, config: BertConfig, seed: number): Parameter {
  const size = shape.reduce((product, length) => product * length, 1);
  const values =
    role === 'embedding' || role === 'linear'
      ? random(seed).derive('initialize', name).normals(size, config.initializer_range)
      : new Float32Array(size).fill(role === 'norm' && name.endsWith('.weight') ? 1 : 0);
  if (name === 'bert.embeddings.word_embeddings.weight') {
    const row = config.pad_token_id * config.hidden_size;
    values.fill(0, row, row + config.hidden_size);
  }
  // In native memory at once, so that V8 can free an array while the next ones are made
  return { name, role, value: tensorOf(values, shape) };
}

/**
 * A copy of a model with another head. The encoder is kept, and the pooler where there is one; what the head needs
 * besides is new. A head that the model has already is kept, too.
 */
export function withHead(model: Model, head: Head, seed: number): Model {
  if (sameHead(model.head, head)) return mapParameters(model);
  const { config, parameters } = model;
  const kept = (name: string) => (name.startsWith('bert.') ? parameters.get(name) : undefined);
  const table = parameterTable(config, head, needsPooler(head) || parameters.has(`${POOLER}.weight`));
  const own = table.map((shape): Parameter => {
    const old = kept(shape.name);
    return old ? { ...old, value: old.value.clone() } : initialParameter(shape, config, seed);
  });
  return { ...model, head, parameters: new Map(own.map((parameter) => [parameter.name, parameter])) };
}

function sameHead(one: Head, other: Head): boolean {
  if (one.kind !== 'classification' || other.kind !== 'classification') return one.kind === other.kind;
  return one.labels.length === other.labels.length && one.labels.every((label, i) => label === other.labels[i]);
}
