/** Whether the same id means the same in both tokenizers: whether they have one vocabulary, and clean a text alike before
 * they look it up.
 * @param one content of tokenizer.json */
export function sameVocabulary(one: string, other: string): boolean {
  return one === other || vocabularyOf(one) === vocabularyOf(other);
}

function vocabularyOf(tokenizer: string): string {
  const { model, normalizer } = JSON.parse(tokenizer) as { model?: unknown; normalizer?: unknown };
  return JSON.stringify([model, normalizer]);
}
