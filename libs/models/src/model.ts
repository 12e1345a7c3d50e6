import type { Tensor } from '#engine';
import type { BertConfig } from './bert/config.js';
import type { Encoding } from './encoding/encoding.js';

/** What stands on top of the encoder. */
export type Head =
  | { readonly kind: 'none' }
  | { readonly kind: 'masked-lm' }
  | { readonly kind: 'classification'; readonly labels: readonly string[] }
  | { readonly kind: 'regression' };

/** What a parameter does, by which methods choose what to compress. */
export type Role = 'embedding' | 'linear' | 'norm' | 'bias';

/** A parameter in memory. */
export interface Parameter {
  /** Hugging Face's name, with the family's prefix: `bert.encoder.layer.0.output.dense.weight`. */
  readonly name: string;
  readonly role: Role;
  /** float32. A linear weight is [in, out] in memory (and [out, in] in files); an embedding is [entries, hidden]. */
  readonly value: Tensor;
  /** How files hold it, where that is not dense float32. `value` is exactly what the encoding gives back. */
  readonly encoding?: Encoding;
}

/** A model in memory: plain data. Its tensors belong to whoever made the model; `disposeModel` frees them. */
export interface Model {
  readonly config: BertConfig;
  readonly head: Head;
  /** In the order of the config, embeddings first. */
  readonly parameters: ReadonlyMap<string, Parameter>;
  /** Content of tokenizer.json. */
  readonly tokenizer?: string;
}

/** Shapes of a model, without tensors: what estimates are made from. */
export interface ModelShape {
  readonly config: BertConfig;
  readonly head: Head;
  readonly parameters: readonly {
    readonly name: string;
    readonly role: Role;
    readonly shape: readonly number[];
    readonly encoding?: Encoding;
  }[];
}
