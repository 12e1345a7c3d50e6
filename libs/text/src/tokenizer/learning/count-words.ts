import { Tokenizer as Engine } from 'tokenizers';
import { algorithmNamed } from './algorithms/index.js';
import type { CleaningOptions } from './cleaning.js';

/** Different words that are counted, at most. */
export const MOST_WORDS = 1_000_000;

/** Letters of what stands between spaces, of what was not looked at yet. */
const MOST_WAITING = 1 << 24;

export interface CountOptions extends CleaningOptions {
  /** Whose words are counted; WordPiece when left out. */
  readonly algorithm?: string;
  /** Different words that are counted at most; MOST_WORDS when left out. */
  readonly most?: number;
}

/** Counts words in memory that is bounded, whatever the length of the text. Counts are exact while there are no more
 * different words than `most`. Where there are more, the rarest are forgotten: all with the count 1, then 2, and so on, until
 * no more than half of `most` is left. The same lines in the same order always give the same counts; a word that is left
 * has no higher count than it occurs. */
export class WordCounter {
  /** Whether nothing was forgotten. */
  isExact = true;
  // Text between spaces is cleaned and split on its own; so each different one needs to be looked at only once
  private readonly waiting = new Map<string, number>();
  private letters = 0;
  private readonly words = new Map<string, number>();
  private readonly most: number;
  private readonly normalizer;
  private readonly splitter;

  constructor({ algorithm, most = MOST_WORDS, ...cleaning }: CountOptions) {
    this.most = most;
    const empty = Engine.fromString(algorithmNamed(algorithm).tokenizer({ pieces: [], merges: [] }, cleaning));
    this.normalizer = empty.getNormalizer();
    this.splitter = empty.getPreTokenizer();
  }

  add(line: string): void {
    for (const part of line.split(/[ \t\n\r]+/)) {
      if (part === '') continue;
      const count = this.waiting.get(part);
      this.waiting.set(part, (count ?? 0) + 1);
      if (count === undefined) this.letters += part.length;
    }
    if (this.letters > MOST_WAITING || this.waiting.size > this.most) this.split();
  }

  /** How often each word occurs, as the engine that will apply the vocabulary cleans and splits text. */
  counts(): ReadonlyMap<string, number> {
    this.split();
    return this.words;
  }

  private split(): void {
    for (const [part, count] of this.waiting) {
      const clean = this.normalizer?.normalizeString(part) ?? part;
      for (const [word] of this.splitter!.preTokenizeString(clean)) {
        this.words.set(word, (this.words.get(word) ?? 0) + count);
      }
      if (this.words.size > this.most) this.forget();
    }
    this.waiting.clear();
    this.letters = 0;
  }

  private forget(): void {
    this.isExact = false;
    for (let rare = 1; this.words.size > this.most / 2; rare += 1) {
      for (const [word, count] of this.words) if (count <= rare) this.words.delete(word);
    }
  }
}

/** How often each word of lines occurs. */
export function countWords(lines: Iterable<string>, options: CountOptions): ReadonlyMap<string, number> {
  const counter = new WordCounter(options);
  for (const line of lines) counter.add(line);
  return counter.counts();
}
