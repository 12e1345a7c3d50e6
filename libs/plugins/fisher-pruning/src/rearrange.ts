/** Which units of a layer stay, as many as are asked for: first those of the highest diagonal of the Fisher information F, then
 * one after the other of these takes a place among those that go, and the one that costs most there comes out (Kwon et al. 2022,
 * arXiv 2204.09656, section 4.2), so that (1 − m)ᵀ F (1 − m), twice what the loss rises by, falls.
 * @param fisher [units, units], symmetric, row by row
 * @returns indices, rising */
export function rearranged(fisher: ArrayLike<number>, units: number, left: number): number[] {
  const at = (i: number, j: number) => fisher[i * units + j];
  const order = Array.from({ length: units }, (_, i) => i).sort((i, j) => at(i, i) - at(j, j));
  const gone = new Set(order.slice(0, units - left));
  if (gone.size === 0) return order.sort((i, j) => i - j);
  // Of each unit the sum of its row over those that go
  const sums = new Float64Array(units);
  const change = (unit: number, sign: number) => {
    for (let i = 0; i < units; i++) sums[i] += sign * at(unit, i);
  };
  for (const unit of gone) change(unit, 1);
  for (const unit of order.slice(units - left)) {
    gone.add(unit);
    change(unit, 1);
    let worst = unit;
    for (const other of gone) if (saved(other) > saved(worst)) worst = other;
    gone.delete(worst);
    change(worst, -1);
  }
  return order.filter((unit) => !gone.has(unit)).sort((i, j) => i - j);

  /** What (1 − m)ᵀ F (1 − m) falls by without one that goes. */
  function saved(unit: number): number {
    return 2 * sums[unit] - at(unit, unit);
  }
}
