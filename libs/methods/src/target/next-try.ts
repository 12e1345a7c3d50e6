/** Which of some strengths is tried next, halving what is left: those tried, by their numbers from the weakest on, and whether
 * each fits the target.
 * @param wanted the strongest that fits, where weaker ones do; or the weakest, where stronger ones do
 * @returns undefined where the wanted one is known, or that none fits */
export function nextTry(
  count: number,
  tried: ReadonlyMap<number, boolean>,
  wanted: 'strongest' | 'weakest',
): number | undefined {
  // All up to `from` are on the weak side of the border, all from `to` on on the strong one
  let [from, to] = [-1, count];
  for (const [place, fits] of tried) {
    if (fits === (wanted === 'strongest')) from = Math.max(from, place);
    else to = Math.min(to, place);
  }
  return to - from > 1 ? Math.floor((from + to) / 2) : undefined;
}

/** The one that is taken of those tried: undefined where none fits. */
export function bestTry(tried: ReadonlyMap<number, boolean>, wanted: 'strongest' | 'weakest'): number | undefined {
  const fitting = [...tried].filter(([, fits]) => fits).map(([place]) => place);
  if (fitting.length === 0) return undefined;
  return wanted === 'strongest' ? Math.max(...fitting) : Math.min(...fitting);
}

/** How many tries it takes at most until the wanted one of some strengths is known. */
export const mostTries = (count: number, tries: number): number => Math.min(tries, Math.ceil(Math.log2(count + 1)));
