import type { Tensor } from '#engine';
import { shapeOf, specOf, type Encoding, type Head, type ModelConfig, type ModelShape, type Role } from '#families';
import { streamsOf } from './encoding/codebook/encode.js';

/** A parameter in memory. */
export interface Parameter {
  /** Hugging Face's name, with the family's prefix: `bert.encoder.layer.0.output.dense.weight`. */
  readonly name: string;
  readonly role: Role;
  /** float32, of the shape that files have: a linear weight is [out, in], an embedding [entries, hidden]. */
  readonly value: Tensor;
  /** How files hold it, where that is not dense float32. `value` is exactly what the encoding gives back. */
  readonly encoding?: Encoding;
}

/** A model in memory: plain data. Its tensors belong to whoever made the model; `disposeModel` frees them. */
export interface Model {
  readonly config: ModelConfig;
  readonly head: Head;
  /** In the order in which data flows through them, embeddings first. */
  readonly parameters: ReadonlyMap<string, Parameter>;
  /** Content of tokenizer.json. */
  readonly tokenizer?: string;
}

/** The shapes of a model. Counts the non-zero values of sparse parameters, and the bytes of Huffman-coded parts. */
export function modelShape({ config, head, parameters }: Model): ModelShape {
  const places = new Map(shapeOf(config, head).parameters.map(({ name, place }) => [name, place]));
  const shapes = [...parameters.values()].map(({ name, role, value, encoding }) => {
    // What the head does without is a part that a later one may need
    const shape = { name, role, shape: value.shape, place: places.get(name) ?? ('head' as const) };
    if (!encoding) return shape;
    const encoded = { ...shape, encoding: specOf(encoding) };
    const { sparse = false, codebook } = encoding;
    return {
      ...encoded,
      ...(sparse && { nonZeros: countNonZeros({ value }) }),
      ...(codebook?.coding && {
        streams: streamsOf({ values: value.dataSync() as Float32Array, shape: value.shape, sparse, codebook }),
      }),
    };
  });
  return { config, head, parameters: shapes };
}

/** Values of a parameter that are not zero. */
export function countNonZeros({ value }: Pick<Parameter, 'value'>): number {
  let count = 0;
  for (const v of value.dataSync()) if (v !== 0) count++;
  return count;
}

/** A new model, its parameters what `change` makes of each, or copies where it returns the parameter itself. What
 * `change` returns belongs to the new model. */
export function mapParameters(model: Model, change: (parameter: Parameter) => Parameter = (same) => same): Model {
  const parameters = [...model.parameters.values()].map((parameter) => {
    const changed = change(parameter);
    return changed.value === parameter.value ? { ...changed, value: parameter.value.clone() } : changed;
  });
  return { ...model, parameters: new Map(parameters.map((parameter) => [parameter.name, parameter])) };
}

/** Frees the tensors of a model. */
export function disposeModel(model: Model): void {
  for (const { value } of model.parameters.values()) value.dispose();
}
