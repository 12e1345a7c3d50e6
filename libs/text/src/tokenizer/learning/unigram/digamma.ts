/** The derivative of the logarithm of the gamma function at x > 0, by its recurrence up to 6 and its asymptotic series from
 * there (Abramowitz and Stegun 1964, 6.3.5 and 6.3.18). */
export function digamma(x: number): number {
  let below = 0;
  let at = x;
  for (; at < 6; at += 1) below -= 1 / at;
  const square = 1 / (at * at);
  const series = square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square * (1 / 240 - square / 132))));
  return below + Math.log(at) - 1 / (2 * at) - series;
}
