import { bannedAfter } from './banned.js';
import type { Decoder } from './decoder.js';
import { checkedOptions, type SearchOptions } from './options.js';
import { beginWith } from './prefix.js';
import { scoreOf, type FoundText } from './text.js';

/** The text of each source whose every token is the most probable one. A source leaves the batch when its text ends. */
export function greedySearch<S>(decoder: Decoder<S>, options: SearchOptions): FoundText[] {
  const checked = checkedOptions(options, decoder);
  const { longest, lengthPenalty, prefix } = checked;
  const texts = Array.from({ length: decoder.sources }, () => ({ tokens: [...prefix], sum: 0, ended: false }));
  let rows = [...texts.keys()];
  let { state, last } = beginWith(decoder, prefix);
  while (rows.length > 0) {
    const banned = rows.map((source) => bannedAfter(texts[source].tokens, decoder.end, checked));
    const stepped = decoder.step(state, last, 1, banned);
    state = stepped.state;
    const left = rows.flatMap((source, row) => {
      const text = texts[source];
      const token = stepped.next.tokens[row];
      text.sum += stepped.next.logProbabilities[row];
      text.ended = token === decoder.end;
      if (!text.ended) text.tokens.push(token);
      return text.ended || text.tokens.length === longest[source] ? [] : [row];
    });
    if (left.length < rows.length && left.length > 0) state = decoder.pick(state, Int32Array.from(left));
    rows = left.map((row) => rows[row]);
    last = Int32Array.from(rows, (source) => texts[source].tokens.at(-1)!);
  }
  decoder.free(state);
  return texts.map(({ tokens, sum, ended }) => ({
    tokens,
    ended,
    logProbability: sum,
    score: scoreOf(sum, tokens.length + Number(ended), lengthPenalty),
  }));
}
