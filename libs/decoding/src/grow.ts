import { bannedAfter } from './banned.js';
import type { Decoder } from './decoder.js';
import type { SearchOptions } from './options.js';
import { beginWith } from './prefix.js';
import { scoreOf, type FoundText } from './text.js';

/** How texts grow. */
export interface GrowOptions {
  /** Texts of each source. */
  readonly each: number;
  /** Tokens of which the next one is chosen. */
  readonly count: number;
  /** The place of the next token of a text; -1 ends it.
   * @param logProbabilities from the most probable on */
  choose(text: number, logProbabilities: Float32Array): number;
}

/** Texts that grow by one token at a time, those of a source one after another. A text leaves the batch when it ends. */
export function growTexts<S>(
  decoder: Decoder<S>,
  checked: Required<SearchOptions>,
  { each, count, choose }: GrowOptions,
): FoundText[] {
  const { longest, lengthPenalty, prefix } = checked;
  const texts = Array.from({ length: decoder.sources * each }, (_, i) => {
    return { source: Math.floor(i / each), tokens: [...prefix], sum: 0, ended: false };
  });
  let rows = [...texts.keys()];
  let { state, last } = beginWith(decoder, prefix);
  if (each > 1) {
    state = decoder.pick(
      state,
      Int32Array.from(texts, ({ source }) => source),
    );
    last &&= Int32Array.from(texts, () => prefix.at(-1)!);
  }
  while (rows.length > 0) {
    const banned = rows.map((text) => bannedAfter(texts[text].tokens, decoder.end, checked));
    const stepped = decoder.step(state, last, count, banned);
    state = stepped.state;
    const { tokens, logProbabilities } = stepped.next;
    const left = rows.flatMap((own, row) => {
      const text = texts[own];
      const probabilities = logProbabilities.subarray(row * count, (row + 1) * count);
      const place = choose(own, probabilities);
      const token = place < 0 ? decoder.end : tokens[row * count + place];
      text.sum += place < 0 ? 0 : probabilities[place];
      text.ended = token === decoder.end;
      if (!text.ended) text.tokens.push(token);
      return text.ended || text.tokens.length === longest[text.source] ? [] : [row];
    });
    if (left.length < rows.length && left.length > 0) state = decoder.pick(state, Int32Array.from(left));
    rows = left.map((row) => rows[row]);
    last = Int32Array.from(rows, (text) => texts[text].tokens.at(-1)!);
  }
  decoder.free(state);
  return texts.map(({ tokens, sum, ended }) => ({
    tokens,
    ended,
    logProbability: sum,
    score: scoreOf(sum, tokens.length + Number(ended), lengthPenalty),
  }));
}
