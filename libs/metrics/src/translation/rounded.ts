/* exp and log rounded to the nearest double. `Math.exp` and `Math.log` may give the neighbour of it, and then a score
 * that lies between two printed ones, such as exp(log(6.25)), is printed otherwise than by sacreBLEU, whose C library
 * rounds to nearest in nearly all cases. Numbers here are fixed-point: integers that count 2^-128. */
const BITS = 128;
const ONE = 1n << BigInt(BITS);
const LN2 = 0xb17217f7d1cf79abc9e3b39803f2f6afn;

/** Exact for a double of 2^-27 or more; a smaller one loses what is below 2^-80. */
function fixed(value: number): bigint {
  return BigInt(Math.trunc(value * 2 ** 80)) << BigInt(BITS - 80);
}

/** exp(value) as a fixed-point mantissa near 1 and a power of two: 2^power times the series of what ln 2 leaves. */
function expParts(value: number): { mantissa: bigint; power: number } {
  const power = Math.round(value / Math.LN2);
  const rest = fixed(value) - BigInt(power) * LN2;
  let mantissa = ONE;
  let term = rest;
  for (let n = 2n; term !== 0n; n++) {
    mantissa += term;
    term = (term * rest) / (n << BigInt(BITS));
  }
  return { mantissa, power };
}

/** e to the power of `value`. */
export function exp(value: number): number {
  if (!(Math.abs(value) < 700)) return Math.exp(value);
  const { mantissa, power } = expParts(value);
  return (Number(mantissa) / 2 ** BITS) * 2 ** power;
}

/** The natural logarithm of `value`: an estimate that is right but for a few last bits, and what it misses, which is
 * log(value / e^estimate) = log(1 + x) = x - x²/2 for so small an x. */
export function log(value: number): number {
  if (!(value > 1e-300 && value < 1e300)) return Math.log(value);
  const estimate = Math.log(value);
  const { mantissa, power } = expParts(-estimate);
  const quotient = (fixed(value * 2 ** power) * mantissa) >> BigInt(BITS);
  const x = quotient - ONE;
  return Number(fixed(estimate) + x - (x * x) / (ONE << 1n)) / 2 ** BITS;
}
