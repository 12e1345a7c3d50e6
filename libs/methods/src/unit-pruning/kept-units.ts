/** How many heads or neurons there are in each layer, by the layer's name. */
export type Units = ReadonlyMap<string, number>;

/** How much each of them matters, by the layer's name. */
export type UnitScores = ReadonlyMap<string, ArrayLike<number>>;

/** Which share of them goes, and whether every layer loses this share, or those that matter least in all layers go. */
export interface UnitChoice {
  readonly share: number;
  readonly scope: 'layer' | 'global';
}

/** The units that are left in each layer, rising: those of the highest scores, one in each layer at least. Of equal scores the
 * first go.
 * @param scores of the units that are there now
 * @param units how many there were in the beginning, of which the share is one */
export function keptUnits(scores: UnitScores, units: Units, { share, scope }: UnitChoice): Record<string, number[]> {
  if (scope === 'layer') {
    return Object.fromEntries(
      [...scores].map(([layer, own]) => [layer, highest(own, leftOf(units.get(layer)!, share, 1))]),
    );
  }
  const total = [...units.values()].reduce((sum, count) => sum + count, 0);
  const all = [...scores].flatMap(([layer, own]) => Array.from(own, (score, unit) => ({ layer, unit, score })));
  const kept = new Map([...scores].map(([layer, own]) => [layer, new Set(Array.from(own, (_, unit) => unit))]));
  let surplus = all.length - leftOf(total, share, units.size);
  for (const { layer, unit } of all.sort((one, other) => one.score - other.score)) {
    const own = kept.get(layer)!;
    if (surplus <= 0) break;
    if (own.size === 1) continue;
    own.delete(unit);
    surplus--;
  }
  return Object.fromEntries([...kept].map(([layer, own]) => [layer, [...own]]));
}

/** As many units in each layer as `keptUnits` leaves where it keeps the layers alike: what a plan says before there are scores. */
export function standIn(units: Units, choice: UnitChoice): Record<string, number[]> {
  const even = [...units].map(([layer, count]) => [layer, Array.from({ length: count }, (_, i) => i / count)] as const);
  return keptUnits(new Map(even), units, choice);
}

const leftOf = (count: number, share: number, least: number) => Math.max(least, count - Math.round(share * count));

function highest(scores: ArrayLike<number>, left: number): number[] {
  const order = Array.from(scores, (_, unit) => unit).sort((one, other) => scores[one] - scores[other]);
  return order.slice(Math.max(0, scores.length - left)).sort((one, other) => one - other);
}
