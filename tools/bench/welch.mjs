/**
 * Welch's t-test, one-sided: how likely means so far apart would be if the first population's mean were not the lesser.
 * (Welch 1947, Biometrika 34; degrees of freedom by Satterthwaite 1946.)
 *
 * @param {number[]} lesser @param {number[]} greater two values or more each
 * @returns {{ t: number, degrees: number, p: number }}
 */
export function welch(lesser, greater) {
  const [a, b] = [lesser, greater].map((values) => variance(values) / values.length);
  const t = (mean(greater) - mean(lesser)) / Math.sqrt(a + b);
  const degrees = (a + b) ** 2 / (a ** 2 / (lesser.length - 1) + b ** 2 / (greater.length - 1));
  return { t, degrees, p: upperTail(t, degrees) };
}

/** @param {number[]} values */
export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Unbiased. @param {number[]} values */
export function variance(values) {
  const middle = mean(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
}

/**
 * P(T > t) of Student's distribution with ν degrees of freedom. With t = √ν tan θ its density is cos^(ν - 1) θ, up to a
 * factor, between -π/2 and π/2.
 *
 * @param {number} t @param {number} degrees
 */
function upperTail(t, degrees) {
  // The angle from π/2 down, for cosines near π/2 lose their digits
  const density = (angle) => Math.sin(angle) ** (degrees - 1);
  return integral(density, Math.atan2(Math.sqrt(degrees), t)) / integral(density, Math.PI);
}

/** From 0 to an end, by Simpson's rule. @param {(x: number) => number} f @param {number} end */
function integral(f, end) {
  const parts = 20_000;
  let sum = f(0) + f(end);
  for (let i = 1; i < parts; i++) sum += (i % 2 ? 4 : 2) * f((i * end) / parts);
  return (sum * end) / (3 * parts);
}
