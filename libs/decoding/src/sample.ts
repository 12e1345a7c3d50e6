import { bannedAfter } from './banned.js';
import type { Decoder } from './decoder.js';
import { draw, type DrawOptions } from './draw.js';
import { checkedOptions, type SearchOptions, whole, wrong } from './options.js';
import { beginWith } from './prefix.js';
import { scoreOf, type FoundText } from './text.js';

/** How texts are drawn. */
export interface SampleOptions extends Omit<SearchOptions, 'beams'>, DrawOptions {
  /** Random numbers, from 0 to 1, for each text of each source: what they are decides the text, whatever is beside it.
   * @param text number of the text among those of its source */
  numbers(source: number, text: number): () => number;
}

/** Texts whose every token is drawn by its probability: `best` of each source, those of the highest score first.
 * @throws TlcError CONFIG_WRONG_VALUE */
export function sampleTexts<S>(decoder: Decoder<S>, options: SampleOptions): FoundText[][] {
  const { best: each = 1 } = options;
  const checked = checkedOptions({ ...options, beams: each }, decoder);
  const { temperature = 1, topK = decoder.vocabulary, topP = 1 } = options;
  if (!(temperature > 0 && temperature < Infinity)) throw wrong('temperature', temperature, 'a number above 0');
  if (!(topP > 0 && topP <= 1)) throw wrong('topP', topP, 'a number above 0, at most 1');
  whole('topK', topK, 1);
  const count = Math.min(topK, decoder.vocabulary);
  const { longest, lengthPenalty, prefix } = checked;
  const texts = Array.from({ length: decoder.sources * each }, (_, i) => {
    const source = Math.floor(i / each);
    return { source, next: options.numbers(source, i % each), tokens: [...prefix], sum: 0, ended: false };
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
      const place = draw(probabilities, { temperature, topP }, text.next());
      // Where everything is banned the text ends
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
  const found = texts.map(({ tokens, sum, ended }) => ({
    tokens,
    ended,
    logProbability: sum,
    score: scoreOf(sum, tokens.length + Number(ended), lengthPenalty),
  }));
  return Array.from({ length: decoder.sources }, (_, source) =>
    found.slice(source * each, (source + 1) * each).sort((a, b) => b.score - a.score),
  );
}
