import type { Decoder } from './decoder.js';
import { draw, type DrawOptions } from './draw.js';
import { growTexts } from './grow.js';
import { checkedOptions, type SearchOptions, whole, wrong } from './options.js';
import type { FoundText } from './text.js';

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
  const numbers = Array.from({ length: decoder.sources * each }, (_, i) =>
    options.numbers(Math.floor(i / each), i % each),
  );
  // Where everything is banned the text ends
  const choose = (text: number, probabilities: Float32Array) =>
    draw(probabilities, { temperature, topP }, numbers[text]());
  const found = growTexts(decoder, checked, { each, count, choose });
  return Array.from({ length: decoder.sources }, (_, source) =>
    found.slice(source * each, (source + 1) * each).sort((a, b) => b.score - a.score),
  );
}
