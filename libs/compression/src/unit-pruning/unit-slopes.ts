/** The slopes by one gate for each unit, such as a head: the sum over its columns.
 * @param slopes by a gate for each column, [units · columns] */
export function unitSlopes(slopes: Float32Array, units: number, columns: number): ArrayLike<number> {
  if (columns === 1) return slopes;
  return Array.from({ length: units }, (_, unit) =>
    slopes.subarray(unit * columns, (unit + 1) * columns).reduce((sum, slope) => sum + slope, 0),
  );
}
