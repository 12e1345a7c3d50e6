import type { Decoder } from './decoder.js';
import { growTexts } from './grow.js';
import { checkedOptions, type SearchOptions } from './options.js';
import type { FoundText } from './text.js';

/** The text of each source whose every token is the most probable one. A source leaves the batch when its text ends. */
export const greedySearch = <S>(decoder: Decoder<S>, options: SearchOptions): FoundText[] =>
  growTexts(decoder, checkedOptions(options, decoder), { each: 1, count: 1, choose: () => 0 });
