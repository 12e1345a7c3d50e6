import type { Split } from '../dataset.js';

/** Sentences one after another. */
export function joined(sentences: readonly Int32Array[]): Split & { readonly ids: Int32Array } {
  const starts = new Int32Array(sentences.length + 1);
  sentences.forEach(({ length }, i) => (starts[i + 1] = starts[i] + length));
  const ids = new Int32Array(starts[sentences.length]);
  sentences.forEach((own, i) => ids.set(own, starts[i]));
  return { sentences: sentences.length, tokens: ids.length, ids, starts };
}

/** The tokens of a sentence. */
export const sentenceOf = ({ ids, starts }: Pick<Split, 'ids' | 'starts'>, sentence: number): Int32Array =>
  ids.slice(starts[sentence], starts[sentence + 1]);
