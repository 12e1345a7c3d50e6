/** A matrix whose bits are to be chosen. */
export interface Choice {
  /** How many weights it has. */
  readonly size: number;
  /** What the loss rises by with `least`, `least + 1`, … bits. */
  readonly errors: readonly number[];
}

/** Bits for each matrix, so that all errors together are small and the weights have `bits` on average at most. All begin with the
 * fewest; then the step, of one bit or more, is taken again and again that saves most for each bit that it costs. Where errors
 * fall ever more slowly and matrices are of one size, none is better.
 * @param least bits of the first of the errors */
export function allocate(choices: readonly Choice[], bits: number, least: number): number[] {
  const total = choices.reduce((sum, { size }) => sum + size, 0);
  // Sums of averages such as 3.3 are not exact
  let left = Math.floor(bits * total + 1e-6) - least * total;
  const places = choices.map(() => 0);
  for (;;) {
    let best: { matrix: number; place: number; cost: number; gain: number } | undefined;
    for (const [matrix, { size, errors }] of choices.entries()) {
      const from = places[matrix];
      for (let place = from + 1; place < errors.length; place++) {
        const cost = (place - from) * size;
        if (cost > left) break;
        const gain = (errors[from] - errors[place]) / cost;
        if (gain >= 0 && (!best || gain > best.gain)) best = { matrix, place, cost, gain };
      }
    }
    if (!best) return places.map((place) => least + place);
    places[best.matrix] = best.place;
    left -= best.cost;
  }
}
