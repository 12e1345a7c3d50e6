/** What stands on top of the encoder. */
export type Head =
  | { readonly kind: 'none' }
  | { readonly kind: 'masked-lm' }
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
  | { readonly kind: 'replaced-tokens' };

export type HeadKind = Head['kind'];

/** Whether a head answers for whole sentences, for the masked tokens, or for every token. */
export function answersFor({ kind }: Head): 'sentences' | 'masked' | 'tokens' | 'nothing' {
  switch (kind) {
    case 'none':
      return 'nothing';
    case 'masked-lm':
      return 'masked';
    case 'classification':
    case 'multi-label':
    case 'regression':
      return 'sentences';
    case 'tokens':
    case 'question-answering':
    case 'replaced-tokens':
      return 'tokens';
  }
}

/** Columns of a head's logits; of masked LM they are as many as the vocabulary has tokens. */
export function outputsOf(head: Exclude<Head, { kind: 'none' | 'masked-lm' }>): number {
  if ('labels' in head) return head.labels.length;
  return head.kind === 'question-answering' ? 2 : 1;
}

/** Whether two heads answer the same: of one kind, with the same classes in the same order. */
export function sameHead(one: Head, other: Head): boolean {
  const labels = (head: Head) => ('labels' in head ? head.labels.join('\n') : '');
  return one.kind === other.kind && labels(one) === labels(other);
}
