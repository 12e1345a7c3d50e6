import type { LowRank } from './forms/low-rank.js';

/** How a linear layer is computed where that is not one product with one matrix. */
export type Form = LowRank;

/** What compression changed of a model's architecture, beside what its family's config says. */
export interface Structure {
  /** Forms of linear layers in the encoder's layers, by the layer's name. */
  readonly forms: Readonly<Record<string, Form>>;
}
