import type { ConfigClass } from '#contracts';
import type { CountedHead, Head, HeadKind } from './head.js';
import type { Operations } from './operations.js';
import type { SettingsReader } from './settings/reader.js';
import type { Structure } from './structure/structure.js';

/** What `config.json` says of an encoder, in the words of its family; what it says of the head is the model's `head`. */
export interface ModelConfig {
  readonly model_type: string;
  /** What compression changed of the architecture; absent where nothing is. */
  readonly structure?: Structure;
}

/** Sizes that may be asked of any family. */
export interface Dimensions {
  /** Tokens that have an embedding. */
  readonly vocabulary: number;
  readonly hidden: number;
  readonly layers: number;
  readonly heads: number;
  /** Width between the two products of a feed-forward block. */
  readonly inner: number;
  /** Tokens of the longest input; Infinity where nothing limits it. */
  readonly positions: number;
  /** Texts of an input that are told apart. */
  readonly types: number;
}

/** What a new model is made for. */
export interface Vocabulary {
  readonly size: number;
  /** Id of the padding token. */
  readonly pad: number;
  /** Ids of the tokens that begin and end a text, for a decoder; `pad` and 0 when left out. */
  readonly start?: number;
  readonly end?: number;
}

/** How a family reads text: the special tokens around one text and around two, by their role (`cls`, `sep`, …), `A` and `B`
 * standing for the texts. */
export interface TokenRules {
  readonly single: readonly string[];
  readonly pair: readonly string[];
  /** Type of the second text's tokens. */
  readonly secondType: 0 | 1;
}

/** Tokens of a decoder's texts, by their ids. */
export interface TargetTokens {
  /** What every text begins with; it is given, not predicted. */
  readonly start: number;
  readonly end: number;
  /** What no text has. */
  readonly never: readonly number[];
}

/** How a family's models are written in files. */
export interface FileDialect<C extends ModelConfig> {
  /** The beginning of the names of Transformers' classes (`Bert` of BertForMaskedLM) by `model_type`. The first one is that
   * of new models. */
  readonly classes: Readonly<Record<string, string>>;
  /** Those of these types that are TLC's own: Transformers has no class for them, and refuses them by name. */
  readonly own?: readonly string[];
  /** What the names of the encoder's parameters begin with in a model with a head, and nothing where they have nothing in
   * common; files of a bare encoder lack it. */
  readonly prefix: string;
  /** What the names of the heads' parameters begin with. */
  readonly heads: readonly string[];
  /** Tensors that are no parameters: constants, and heads that TLC does not have. */
  readonly ignored?: readonly RegExp[];
  /** Other names of parameters, as older files have them. */
  readonly renamed?: readonly (readonly [pattern: RegExp, name: string])[];
  /** Names of tensors that are copies of a parameter, and that parameter: a file whose copy differs is refused. */
  readonly tied?: Readonly<Record<string, string>>;
  /** Which of these are parameters of their own by a config. */
  untied?(config: C): readonly string[];
  /** The config, where the tensors that a file has say more than its `config.json`. */
  withTensors?(config: C, has: (fileName: string) => boolean): C;
  /** Parts that a model may have for the sake of a later head: `bert.pooler.dense`. */
  readonly optional?: readonly string[];
  /** Vectors that files hold as matrices of one row. */
  readonly rowVectors?: readonly string[];
  /** Reads `config.json`; what it leaves out has the value that Transformers gives it.
   * @throws TlcError MODEL_UNSUPPORTED with the setting; MODEL_CONFIG_INVALID where a value cannot be */
  readConfig(settings: SettingsReader): C;
  /** What else Transformers wants to find in `config.json`. */
  settings?(config: C): Readonly<Record<string, unknown>>;
  /** Ids of special tokens that Transformers wants to find beside the padding token's, by the token's role. */
  readonly tokenIds?: Readonly<Record<string, 'cls' | 'sep'>>;
  /** Head kinds of Transformers' classes beside the usual ones (`ForMaskedLM` and so on): `ForPreTraining`. */
  readonly classHeads?: Readonly<Record<string, HeadKind>>;
}

/** A head: from the hidden states of all tokens to the logits. */
export type HeadDeclaration<C extends ModelConfig> = <V>(on: Operations<V>, config: C, hidden: V, head: Head) => V;

/** A family of encoders: declared once, read in several ways (`Operations`). */
export interface Family<C extends ModelConfig = ModelConfig> {
  /** What a pipeline calls it. */
  readonly id: string;
  readonly title: string;
  /** The paper, with its arXiv number. */
  readonly paper: string;
  /** What docs/families.md says of it beside its keys: what of its paper there is not, what is TLC's own. */
  readonly note?: string;
  /** Whether it is meant where a pipeline names no family, or, of those with a decoder, where an example needs one; one of
   * each says so. */
  readonly isDefault?: boolean;
  /** Whether its encoder is a table of token vectors without layers; one family says so. */
  readonly isStatic?: boolean;
  /** The keys of a new model's shape in a pipeline. */
  readonly architecture: ConfigClass;
  readonly files: FileDialect<C>;
  readonly tokens: TokenRules;
  newConfig(architecture: object, vocabulary: Vocabulary): C;
  dimensions(config: C): Dimensions;
  /** A config of another depth and width, its other proportions kept.
   * @param size.hidden a multiple of the heads
   * @param size.inner width between the two products of a feed-forward block; in proportion to the hidden size when left out */
  resized(config: C, size: { readonly layers?: number; readonly hidden?: number; readonly inner?: number }): C;
  /** How new weights are drawn: the standard deviation of matrices, of those by name that have one of their own, and the row
   * of a table that begins as zeros, that of the padding token. */
  initial(config: C): {
    readonly deviation: number;
    readonly own?: (name: string) => number | undefined;
    readonly padding?: { readonly table: string; readonly row: number };
  };
  /** The hidden states of the last layer, [tokens, hidden]: what embeddings are pooled from. */
  encode<V>(on: Operations<V>, config: C): V;
  /** Of an encoder-decoder: the tokens of its targets that stand for something. */
  target?(config: C): TargetTokens;
  /** Of an encoder-decoder: the decoder's hidden states, [target tokens, hidden].
   * @param on over the target @param memory what `encode` returns for the source */
  decode?<V>(on: Operations<V>, config: C, memory: V): V;
  readonly heads: Readonly<Partial<Record<CountedHead['kind'] | 'masked-lm' | 'seq2seq-lm', HeadDeclaration<C>>>>;
}
