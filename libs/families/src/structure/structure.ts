import type { Form } from '../forms/form.js';

/** What compression changed of a model's architecture, beside what its family's config says. Layers of the encoder are called
 * by name (`bert.encoder.layer.3`): those that share their parameters have one. */
export interface Structure {
  /** The layers that are left, by their indices in the encoder of the config, rising; all when left out. */
  readonly layers?: readonly number[];
  /** The attention heads that are left in a layer, by their indices, rising; all in a layer that is not named. A head's size
   * stays. */
  readonly heads?: Readonly<Record<string, readonly number[]>>;
  /** The width between the two products of a layer's feed-forward block; the config's in a layer that is not named. */
  readonly inner?: Readonly<Record<string, number>>;
  /** The layer whose parameters a layer uses in the place of its own, by the layer's name: an earlier one that has its own. */
  readonly shared?: Readonly<Record<string, string>>;
  /** Forms of linear layers in the encoder's layers, by the linear layer's name. */
  readonly forms?: Readonly<Record<string, Form>>;
}
