import type { Activation } from './activation.js';
import type { KroneckerSizes } from './forms/kronecker.js';

/** A table of embeddings: the name of its parameter without `.weight`, and how many rows it has. */
export interface Table {
  readonly name: string;
  readonly entries: number;
}

/** The tables whose rows are added for each token. */
export interface EmbeddingTables {
  readonly tokens: Table;
  /** `first` is the row of a sentence's first token; 0 when left out. */
  readonly positions?: Table & { readonly first?: number };
  /** By the number of the text within a pair. */
  readonly types?: Table;
  /** What the sum is multiplied by; 1 when left out. */
  readonly scale?: number;
}

/** A normalisation of each row: over mean and variance (Ba et al. 2016, arXiv 1607.06450). */
export interface Norm {
  /** Added to the variance. */
  readonly epsilon: number;
  /** Whether a bias is added; true when left out. */
  readonly bias?: boolean;
}

/** Sinusoids of positions within the sentence (Vaswani et al. 2017, arXiv 1706.03762, section 3.5). */
export interface Sinusoids {
  /** Of a sentence's first token. */
  readonly first: number;
  /** Positions that a sentence may have. */
  readonly entries: number;
  /** A number whose sinusoid is added for every token: that of a time step (Dehghani et al. 2018, arXiv 1807.03819, eq. 6). */
  readonly step?: number;
  /** Whether the sines fill the first half of the columns and the cosines the second, instead of every other column. */
  readonly halves?: boolean;
  /** Whether frequencies go down to 1 / 10000 itself, as those of tensor2tensor and fairseq, and not to the one before it. */
  readonly whole?: boolean;
}

/** A place of dropout. Each has a number of its own in the model, which decides its mask. */
export interface Site {
  readonly site: number;
  readonly rate: number;
}

/** That the columns of a result belong to attention heads, one head's after another's. */
export interface HeadColumns {
  /** How many heads there are. */
  readonly heads?: number;
  /** How often they follow one another: 3 times where one layer makes queries, keys and values; 1 when left out. */
  readonly times?: number;
}

export interface LinearOptions extends HeadColumns {
  readonly bias?: boolean;
  readonly activation?: Activation;
}

/** Of several linear layers: `heads` are those of each. */
export type SideBySideOptions = Pick<LinearOptions, 'bias' | 'heads'>;

/** Attention of the tokens of a sentence to one another. */
export interface AttentionOptions<V> {
  readonly heads: number;
  /** A token sees those at most half of this away, on either side; all of its sentence when left out. */
  readonly window?: number;
  /** A token sees those up to itself alone: a decoder's. */
  readonly causal?: boolean;
  /** What scores are multiplied by; 1 over the root of a head's size when left out. */
  readonly scale?: number;
  /** Rotary positions (Su et al. 2021, arXiv 2104.09864) with this base. */
  readonly rotary?: { readonly base: number };
  /** Added to the scores by bucket of relative position (Raffel et al. 2020, arXiv 1910.10683, section 2.1): half of the
   * buckets for tokens on either side, or all for those before where attention is causal. */
  readonly bias?: {
    /** [buckets, heads]: what `table` returned. */
    readonly table: V;
    /** From which distance on all relative positions share a bucket. */
    readonly distance: number;
  };
}

/** Attention to content and to relative positions (He et al. 2021, arXiv 2006.03654). */
export interface DisentangledOptions<V> {
  readonly heads: number;
  /** Keys and queries of the relative positions, [2 span, hidden]; left out where that part is not used. */
  readonly positionKeys?: V;
  readonly positionQueries?: V;
  /** Half the number of relative positions that are told apart. */
  readonly span: number;
  /** Whether distances share buckets that grow by the logarithm. */
  readonly logBuckets: boolean;
  /** Longest distance that the buckets cover. */
  readonly distance: number;
}

/** Attention of the tokens of a target to those of its source. */
export type CrossAttentionOptions = Pick<AttentionOptions<never>, 'heads' | 'scale'>;

/** The layers of a feed-forward block by name: down(activation(up(x))), or down(activation(gate(x)) * up(x)) where there is
 * a gate: a layer of its own, or `gated` says that `up` makes both halves, that of the activation first (Shazeer 2020,
 * arXiv 2002.05202). */
export interface FeedForwardLayers {
  readonly up: string;
  readonly gate?: string;
  readonly down: string;
  readonly gated?: boolean;
  readonly bias?: boolean;
}

/** A sub-layer of a pre-norm Transformer: what dropout and a residual connection follow. */
export interface SubLayer<V> {
  body(x: V): V;
  /** Of the dropout of its result. */
  readonly at: Site;
}

/** A layer of two sub-layers, attention and the feed-forward block, each of which begins with its norm. */
export interface PreNormLayer<V> {
  /** Begins the names of all its parameters. */
  readonly name: string;
  readonly attention: SubLayer<V>;
  readonly feedForward: SubLayer<V>;
}

/** How hidden states become scores of all tokens. */
export interface VocabularyOptions {
  /** The whole name of the bias's parameter; none when left out. */
  readonly bias?: string;
  /** What hidden states are multiplied by; 1 when left out. */
  readonly scale?: number;
}

/** How the rows of each sentence become one: its first or last token, their mean, their sum divided by the root of their
 * number, their mean in which a token weighs its position from 1 on (Muennighoff 2022, arXiv 2202.08904, section 3), or the
 * largest value of each column. */
export type Pooling = 'first' | 'last' | 'mean' | 'mean-root' | 'weighted-mean' | 'largest';

/** Which rows of the hidden states a head works on: one for each sentence, or those that are masked. */
export type Picked = Pooling | 'masked';

/**
 * The operations that a family of models is written in. `V` is what a reading works with: a tensor in computing, a width in
 * counting, the name of a value in drawing a graph. Names are those of parameters, without `.weight` and `.bias`.
 */
export interface Operations<V> {
  /** The sum of each token's rows of the tables, [tokens, width]. */
  embed(tables: EmbeddingTables, width: number): V;
  /** All rows of a table as they are, [entries, width]. */
  table(table: Table, width: number): V;
  /** activation(x Wᵀ + b), [rows, out]. */
  linear(name: string, x: V, out: number, options?: LinearOptions): V;
  /** A linear layer whose matrix is a Kronecker product A ⊗ B: A X Bᵀ + b of each row as a matrix X, row by row, with A
   * `NAME.left.weight`, B `NAME.right.weight` and b `NAME.bias`. */
  kronecker(name: string, x: V, sizes: KroneckerSizes, options?: LinearOptions): V;
  /** Several linear layers of one input, their results beside one another, [rows, sum of outs]: one product. */
  sideBySide(names: readonly string[], x: V, outs: readonly number[], options?: SideBySideOptions): V;
  /** x + the sinusoids of its tokens, [tokens, width of x]; nothing of it is trained. */
  sinusoids(x: V, how: Sinusoids): V;
  norm(name: string, x: V, how: Norm): V;
  /** A normalisation of each row over its root mean square, without a bias (Zhang and Sennrich 2019, arXiv 1910.07467). */
  rmsNorm(name: string, x: V, how: Pick<Norm, 'epsilon'>): V;
  dropout(x: V, at: Site): V;
  /** residual + dropout(x). */
  add(x: V, residual: V, at: Site): V;
  /** norm(residual + dropout(x)): the end of a sub-layer of a post-norm Transformer. */
  addNorm(name: string, x: V, residual: V, how: Norm, at: Site): V;
  /** Multi-head attention within each sentence. @param qkv [tokens, 3 hidden]: queries, keys and values */
  attention(qkv: V, how: AttentionOptions<V>): V;
  /** Attention of each sentence of the target to the source of the same number (Vaswani et al. 2017, section 3.2.3).
   * @param q [target tokens, hidden] @param kv [source tokens, 2 hidden]: keys and values */
  crossAttention(q: V, kv: V, how: CrossAttentionOptions): V;
  /** Attention with separate terms for content and position. @param qkv as in `attention` */
  disentangled(qkv: V, how: DisentangledOptions<V>): V;
  /** A feed-forward block, [rows, width of x]. */
  feedForward(layers: FeedForwardLayers, x: V, inner: number, activation: Activation): V;
  activate(x: V, activation: Activation): V;
  /** activation(a) * b of values that stand beside one another, [rows, 2 inner]: what lies between the products of a gated
   * feed-forward block. */
  gate(both: V, activation: Activation): V;
  /** The same operations on the tokens of the target text, those that a decoder has been given: its inputs. */
  target(): Operations<V>;
  /** Some columns of a value, in this order. */
  columns(x: V, kept: readonly number[]): V;
  /** Values of the same rows beside one another. */
  concat(values: readonly V[]): V;
  /** How many columns a value has. */
  widthOf(x: V): number;
  pick(x: V, rows: Picked): V;
  /** Each row divided by its Euclidean length, or by 1e-12 where that is more. */
  unitLength(x: V): V;
  /** scale x tableᵀ + bias, [rows, entries]: scores of all tokens, by the table that embeds them or one of their own. */
  vocabulary(x: V, table: Table, how?: VocabularyOptions): V;
  /** A layer of the encoder: the unit of gradient checkpointing, of counting, and of sharing: two layers of one name have
   * one set of parameters. `name` begins the names of all its parameters.
   *
   * @param outside what the body uses beside x and its parameters, such as the embeddings of relative positions: gradients
   * reach it only by this way */
  layer(name: string, x: V, body: (x: V, outside: readonly V[]) => V, outside?: readonly V[]): V;
  /** All layers of a reversible encoder, over two streams that both begin as x: y1 = x1 + attention(x2),
   * y2 = x2 + feedForward(y1) (Gomez et al. 2017, arXiv 1707.04585; Kitaev et al. 2020, arXiv 2001.04451, section 3). The
   * result is the sum of both. Backward keeps the streams of the end alone, and makes those before each layer from them. */
  reversible(layers: readonly PreNormLayer<V>[], x: V): V;
}
