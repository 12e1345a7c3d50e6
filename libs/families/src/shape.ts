import type { EncodingSpec } from './encoding/encoding.js';
import type { Streams } from './encoding/streams.js';
import type { ModelConfig } from './family.js';
import type { Head } from './head.js';

/** What a parameter does, by which methods choose what to compress. */
export type Role = 'embedding' | 'linear' | 'norm' | 'bias';

/** Where in the model a parameter is: before the layers, in one of them, or after them. */
export type Place = 'embeddings' | 'layers' | 'head';

/** A parameter without its values. */
export interface ParameterShape {
  /** Hugging Face's name, with the family's prefix: `bert.encoder.layer.0.output.dense.weight`. */
  readonly name: string;
  readonly role: Role;
  /** In memory as in files: a linear weight is [out, in], an embedding [entries, hidden]. */
  readonly shape: readonly number[];
  readonly place: Place;
  readonly encoding?: EncodingSpec;
  /** Of a sparse parameter: how many values are not zero. */
  readonly nonZeros?: number;
  /** Of Huffman-coded parts: their bytes. Only the values tell, so a plan has none. */
  readonly streams?: Streams;
}

/** Shapes of a model, without tensors: what plans and predictions are made from. */
export interface ModelShape {
  readonly config: ModelConfig;
  readonly head: Head;
  readonly parameters: readonly ParameterShape[];
}
