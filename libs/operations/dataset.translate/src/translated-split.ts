import { encode, joined, sentenceOf, type Split, type Tokenizer } from '#text';
import type { Translation } from './chunks.js';

/** The pairs of a split with translations in the place of their targets; those whose translation is empty, did not end or is
 * too long are left out and counted.
 * @param translations of each source, in the order of the split
 * @param longest tokens that a target may have
 * @param originals whether the pairs as they were follow */
export async function translatedSplit(
  split: Split,
  translations: readonly Translation[],
  tokenizer: Tokenizer,
  { longest, originals }: { readonly longest: number; readonly originals: boolean },
): Promise<Split> {
  const texts = translations.map((text) => text ?? '');
  const targets = await encode(tokenizer, texts, undefined);
  const dropped = { unended: 0, empty: 0, long: 0 };
  const kept = [...texts.keys()].filter((pair) => {
    const reason =
      translations[pair] === null
        ? 'unended'
        : texts[pair].trim() === ''
          ? 'empty'
          : sentenceOf(targets, pair).length > longest
            ? 'long'
            : undefined;
    if (reason) dropped[reason] += 1;
    return reason === undefined;
  });
  const sides = kept.flatMap((pair) => [sentenceOf(split, 2 * pair), sentenceOf(targets, pair)]);
  if (originals) {
    for (let i = 0; i < split.sentences; i++) sides.push(sentenceOf(split, i));
  }
  const reasons = Object.entries(dropped).filter(([, count]) => count > 0);
  return {
    ...joined(sides),
    together: 2,
    references: [...kept.map((pair) => texts[pair]), ...(originals ? split.references! : [])],
    ...(reasons.length > 0 && { dropped: Object.fromEntries(reasons) }),
  };
}
