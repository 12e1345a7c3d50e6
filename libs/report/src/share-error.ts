import type { Measure } from '#contracts';
import { isShare } from './quantities.js';

/** Standard deviations on either side of 95 of 100 values. */
export const NINETY_FIVE = 1.96;

/** Variance of a share of so many samples, one right and one wrong answer added, so that it is not zero where all are right
 * (Agresti and Caffo 2000); undefined of what is no share of samples. */
export function shareVariance(measure: Measure): number | undefined {
  const { value, samples } = measure;
  if (!samples || !isShare(measure)) return undefined;
  const share = (value * samples + 1) / (samples + 2);
  return (share * (1 - share)) / (samples + 2);
}
