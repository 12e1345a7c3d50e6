import type { WasmKernel } from './kernel.js';

/** erf is ±1 in float32 from here on. */
const END = 4;
const STEPS_PER_UNIT = 64;

/** The error function by its Maclaurin series with positive terms, 2/√π e^(−x²) Σ 2ⁿ x²ⁿ⁺¹ / (2n + 1)!!: Abramowitz and
 * Stegun, "Handbook of Mathematical Functions", 1964, 7.1.6. */
function series(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; term > 1e-17 * sum; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return slope(x) * sum;
}

const slope = (x: number) => (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x);

/** Cubics between equidistant points that have the function's values and slopes there (Hermite's): good to 1e-9. */
const cubics = Float64Array.from({ length: 4 * END * STEPS_PER_UNIT }, (_, i) => {
  const [from, to] = [Math.floor(i / 4) / STEPS_PER_UNIT, (Math.floor(i / 4) + 1) / STEPS_PER_UNIT];
  const rise = series(to) - series(from);
  const [first, last] = [slope(from) / STEPS_PER_UNIT, slope(to) / STEPS_PER_UNIT];
  return [series(from), first, 3 * rise - 2 * first - last, first + last - 2 * rise][i % 4];
});

/** The error function, right to 1e-9. */
export function erf(x: number): number {
  const at = Math.abs(x) * STEPS_PER_UNIT;
  if (!(at < END * STEPS_PER_UNIT)) return Number.isNaN(x) ? x : Math.sign(x);
  const step = Math.floor(at);
  const t = at - step;
  const value = ((cubics[4 * step + 3] * t + cubics[4 * step + 2]) * t + cubics[4 * step + 1]) * t + cubics[4 * step];
  return x < 0 ? -value : value;
}

/** TensorFlow.js's own is right to 1.5e-7 only, of values near 0 too, which relatively is much. */
export const erfKernel: WasmKernel = {
  kernelName: 'Erf',
  kernelFunc({ inputs: { x }, backend }) {
    const output = backend.makeOutput(x.shape, 'float32');
    const [from, to] = [backend.typedArrayFromHeap(x), backend.typedArrayFromHeap(output)];
    for (let i = 0; i < from.length; i++) to[i] = erf(from[i]);
    return output;
  },
};
