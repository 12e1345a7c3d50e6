/** How many digits past the last one printed decide whether a value lies exactly between two neighbours. A double that
 * is no tie at `digits` <= 20 differs from it well within them. */
const TAIL = 40;

/** `value` with a fixed number of digits after the point (0 to 20), as C's and Python's printf-style formatting gives
 * it: the exact binary value rounded to nearest, ties to the even digit. `Number.prototype.toFixed` rounds ties away
 * from zero: 6.25 would be 6.3 and not 6.2. */
export function toFixedHalfEven(value: number, digits: number): string {
  const long = value.toFixed(digits + TAIL);
  const tail = long.slice(-TAIL);
  if (!/^50*$/.test(tail)) return value.toFixed(digits);
  const cut = digits === 0 ? long.slice(0, -TAIL - 1) : long.slice(0, -TAIL);
  return '02468'.includes(cut.at(-1)!) ? cut : value.toFixed(digits);
}
