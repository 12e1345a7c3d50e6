import { bertNormalizer, bertPreTokenizer } from 'tokenizers';

/** How often each word occurs, as BERT cleans and splits text (by the engine that will apply the vocabulary). */
export function countWords(
  lines: Iterable<string>,
  options: { readonly lowercase: boolean; readonly stripAccents?: boolean },
): Map<string, number> {
  // Text between spaces is cleaned and split on its own; so each different one needs to be looked at only once
  const spaced = new Map<string, number>();
  for (const line of lines) {
    for (const part of line.split(/[ \t\n\r]+/)) if (part !== '') spaced.set(part, (spaced.get(part) ?? 0) + 1);
  }
  const normalizer = bertNormalizer({
    cleanText: true,
    handleChineseChars: true,
    stripAccents: options.stripAccents ?? options.lowercase,
    lowercase: options.lowercase,
  });
  const splitter = bertPreTokenizer();
  const words = new Map<string, number>();
  for (const [part, count] of spaced) {
    for (const [word] of splitter.preTokenizeString(normalizer.normalizeString(part))) {
      words.set(word, (words.get(word) ?? 0) + count);
    }
  }
  return words;
}
