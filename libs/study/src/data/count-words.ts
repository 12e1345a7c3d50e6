/** Words of each row, of both texts of a pair together; spaces divide words, and where there are few (as in Chinese)
 * every twelve characters count as one. */
export function wordsOfRows(texts: readonly string[], pairs?: readonly string[]): number[] {
  return texts.map((text, i) => words(text) + (pairs ? words(pairs[i]) : 0));
}

function words(text: string): number {
  const trimmed = text.trim();
  if (trimmed === '') return 0;
  return Math.max(trimmed.split(/\s+/).length, Math.ceil(trimmed.length / 12));
}

/** The value that a share of the values does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
