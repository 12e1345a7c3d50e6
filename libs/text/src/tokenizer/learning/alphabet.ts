/** The symbols that words begin as, no more than there is room for: where there is no room for all, the most frequent are
 * left.
 * @param split symbols of a word
 * @param inOrder compares two symbols: the order of the result, and of equally frequent ones
 * @param besides symbols that belong to the alphabet wherever this one occurs */
export function alphabetOf(
  counts: ReadonlyMap<string, number>,
  size: number,
  split: (word: string) => string[],
  inOrder: (a: string, b: string) => number,
  besides: (symbol: string) => readonly string[] = () => [],
): string[] {
  const found = new Map<string, number>();
  const count = (symbol: string, times: number) => found.set(symbol, (found.get(symbol) ?? 0) + times);
  for (const [word, times] of counts) {
    for (const symbol of split(word)) {
      count(symbol, times);
      for (const other of besides(symbol)) count(other, 0);
    }
  }
  return [...found.keys()]
    .sort((a, b) => found.get(b)! - found.get(a)! || inOrder(a, b))
    .slice(0, size)
    .sort(inOrder);
}

export const byCodePoint = (a: string, b: string) => a.codePointAt(0)! - b.codePointAt(0)!;
