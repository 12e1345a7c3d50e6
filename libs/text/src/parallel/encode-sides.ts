import { joined, sentenceOf } from '../batching/joined.js';
import { encode, type Encoded, type EncodeOptions } from '../tokenizer/encode.js';
import type { Tokenizer } from '../tokenizer/open-tokenizer.js';
import type { TextPairs } from './read-pairs.js';

/** Encodes pairs, each source before its target.
 * @param ofTargets the tokenizer of the targets, where they have one of their own
 * @throws TlcError as encode */
export async function encodeSides(
  tokenizer: Tokenizer,
  ofTargets: Tokenizer | undefined,
  { sources, targets }: TextPairs,
  options: EncodeOptions,
): Promise<Omit<Encoded, 'types'>> {
  if (!ofTargets) {
    const texts = sources.flatMap((source, i) => [source, targets[i]]);
    return encode(tokenizer, texts, undefined, options);
  }
  const told = (before: number) => (done: number) => options.onProgress?.(before + done);
  const ofSources = await encode(tokenizer, sources, undefined, { ...options, onProgress: told(0) });
  const own = await encode(ofTargets, targets, undefined, { ...options, onProgress: told(sources.length) });
  const { ids, starts } = joined(sources.flatMap((_, pair) => [sentenceOf(ofSources, pair), sentenceOf(own, pair)]));
  return { ids, starts, cut: ofSources.cut + own.cut };
}
