import type { Pooling } from './operations.js';

/** What stands on top of the encoder. */
export type Head =
  | { readonly kind: 'none' }
  | { readonly kind: 'masked-lm' }
  /** The next token of a target text, from a source text and the tokens before it. */
  | { readonly kind: 'seq2seq-lm' }
  /** One of several classes for each sentence. */
  | { readonly kind: 'classification'; readonly labels: readonly string[] }
  /** Any number of classes for each sentence. */
  | { readonly kind: 'multi-label'; readonly labels: readonly string[] }
  /** A number for each sentence. */
  | { readonly kind: 'regression' }
  /** One of several classes for each token. */
  | { readonly kind: 'tokens'; readonly labels: readonly string[] }
  /** For each token a score of being the first, and one of being the last of the answer. */
  | { readonly kind: 'question-answering' }
  /** For each token a score of having been replaced: ELECTRA's discriminator (Clark et al. 2020, arXiv 2003.10555). */
  | { readonly kind: 'replaced-tokens' }
  | Embeddings;

/** A vector for each text: its tokens' hidden states pooled, as sentence-transformers has it (Reimers and Gurevych 2019,
 * arXiv 1908.10084). It has no parameters. */
export interface Embeddings {
  readonly kind: 'embeddings';
  /** One at least; the vectors of several stand beside one another. */
  readonly pooling: readonly Pooling[];
  /** Whether vectors are divided by their length. */
  readonly normalize: boolean;
  /** Tokens after which its users cut a text, where that is less than the encoder takes. */
  readonly longest?: number;
  /** What its users may put before a text, by name: `{ query: 'query: ' }`. */
  readonly prompts?: Readonly<Record<string, string>>;
  /** How its users compare vectors: `cosine` where it is left out. */
  readonly similarity?: string;
}

export type HeadKind = Head['kind'];

/** Whether a head answers for whole sentences, for the masked tokens, for every token, or for every token of the target. */
export function answersFor({ kind }: Head): 'sentences' | 'masked' | 'tokens' | 'target' | 'nothing' {
  switch (kind) {
    case 'none':
      return 'nothing';
    case 'masked-lm':
      return 'masked';
    case 'seq2seq-lm':
      return 'target';
    case 'classification':
    case 'multi-label':
    case 'regression':
    case 'embeddings':
      return 'sentences';
    case 'tokens':
    case 'question-answering':
    case 'replaced-tokens':
      return 'tokens';
  }
}

/** A head whose logits have as many columns as it says; those of the others are the encoder's business. */
export type CountedHead = Exclude<Head, { kind: 'none' | 'masked-lm' | 'seq2seq-lm' | 'embeddings' }>;

/** Columns of a head's logits. */
export function outputsOf(head: CountedHead): number {
  if ('labels' in head) return head.labels.length;
  return head.kind === 'question-answering' ? 2 : 1;
}

/** Whether two heads answer the same: of one kind, with the same classes in the same order, or the same pooling. */
export function sameHead(one: Head, other: Head): boolean {
  const labels = (head: Head) => ('labels' in head ? head.labels.join('\n') : '');
  const vectors = (head: Head) => (head.kind === 'embeddings' ? `${head.pooling.join()} ${head.normalize}` : '');
  return one.kind === other.kind && labels(one) === labels(other) && vectors(one) === vectors(other);
}
