import { IntegerKey, TextKey, TextListKey } from '../schema/keys.js';

/** Texts that a request may ask about. */
export const TEXTS_IN_REQUEST = 1000;

/** `tlc.v1.models.load` and `.unload` */
export class ModelRequest {
  @TextKey('a model: its artifact’s id or the first letters of it, a name, or name:version')
  readonly model!: string;
}

/** `tlc.v1.models.predict` */
export class PredictRequest extends ModelRequest {
  @TextListKey('texts to read', { max: TEXTS_IN_REQUEST })
  readonly texts!: string[];

  @TextListKey('for models of pairs: the second text of each', { optional: true, max: TEXTS_IN_REQUEST })
  readonly pairs?: string[];

  @IntegerKey('classes to name for each text, the most probable first; left out: all', { optional: true, min: 1 })
  readonly top?: number;

  problem() {
    return this.pairs !== undefined && this.pairs.length !== this.texts.length
      ? { key: 'pairs', message: `${this.pairs.length} second texts for ${this.texts.length} texts` }
      : undefined;
  }
}

/** What a model answers for one text: classes, the most probable first, or in regression a score. */
export type TextAnswer =
  | { readonly classes: readonly { readonly label: string; readonly probability: number }[] }
  | { readonly score: number }
  | { readonly vector: readonly number[] };

/** `tlc.v1.models.predict` answers this. */
export interface PredictAnswer {
  /** Id of the artifact that answered: a name may mean another one a moment later. */
  readonly model: string;
  /** In the order of the texts. */
  readonly answers: readonly TextAnswer[];
}

/** What a name and version stand for. */
export interface ModelTag {
  readonly name: string;
  readonly version: string;
  /** Id of the artifact. */
  readonly id: string;
}

/** A model that is loaded. */
export interface LoadedModel {
  readonly id: string;
  /** What it answers with: one class out of several, each class for itself, a score, or a vector. */
  readonly kind: 'classification' | 'multi-label' | 'regression' | 'embeddings';
  readonly labels: readonly string[];
  /** Tokens that it reads of a text. */
  readonly max_length: number;
  /** Bytes of its weights. */
  readonly bytes: number;
}

/** `tlc.v1.models.list` answers this. */
export interface ModelList {
  readonly tags: readonly ModelTag[];
  readonly loaded: readonly LoadedModel[];
}
