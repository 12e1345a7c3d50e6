import type { CleaningOptions } from './cleaning.js';

export interface LearnOptions {
  /** Pieces to learn, special tokens not counted, at most. */
  readonly size: number;
  /** Occurrences that a merged piece needs. Letters are always pieces while there is room. */
  readonly minFrequency: number;
}

/** What an algorithm learned: pieces, and for byte-pair encoding the pairs that become them. */
export interface Learned {
  /** In the order of their ids, which follow those of the special tokens. */
  readonly pieces: readonly string[];
  /** In the order in which they were merged. */
  readonly merges: readonly (readonly [string, string])[];
  /** Of a unigram model: the logarithm of each piece's probability. */
  readonly scores?: readonly number[];
}

/** An algorithm that learns the pieces of words. */
export interface Algorithm {
  /** Pieces by how often each word occurs; the same counts, in whatever order, give the same pieces. */
  learn(counts: ReadonlyMap<string, number>, options: LearnOptions): Learned;
  /** The tokenizer.json that applies what was learned; that of nothing learned cleans text and splits it into the words that are
   * counted. Special tokens have the ids 0 to 4. */
  tokenizer(learned: Learned, options: CleaningOptions): string;
}
