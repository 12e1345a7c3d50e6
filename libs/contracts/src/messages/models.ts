import { IntegerKey, NumberKey, TextKey, TextListKey } from '../schema/keys.js';

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

/** Most continuations that a translation follows at once. */
export const MOST_BEAMS = 64;

/** `tlc.v1.models.translate` */
export class TranslateRequest extends ModelRequest {
  @TextListKey('texts to translate', { max: TEXTS_IN_REQUEST })
  readonly texts!: string[];

  @IntegerKey('continuations of a text that are followed at once; 1 follows the most probable token alone', {
    min: 1,
    max: MOST_BEAMS,
  })
  readonly beams: number = 5;

  @IntegerKey('translations of each text, best first; at most beams', { min: 1, max: MOST_BEAMS })
  readonly best: number = 1;

  @NumberKey('a score is divided by the length to this power: 0 favours short translations', { min: -10, max: 10 })
  readonly length_penalty: number = 1;

  problem() {
    return this.best > this.beams
      ? { key: 'best', message: `${this.best} translations of ${this.beams} beams` }
      : undefined;
  }
}

/** A translation with its score: the sum of its tokens' log-probabilities, divided by its length to the power of the
 * length penalty. */
export interface TranslatedText {
  readonly text: string;
  readonly score: number;
}

/** `tlc.v1.models.translate` answers this. */
export interface TranslateAnswer {
  /** Id of the artifact that answered. */
  readonly model: string;
  /** For each text, in their order, its translations, best first. */
  readonly translations: readonly (readonly TranslatedText[])[];
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
  /** What it answers with: one class out of several, each class for itself, a score, a vector, or a translation. */
  readonly kind: 'classification' | 'multi-label' | 'regression' | 'embeddings' | 'translation';
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
