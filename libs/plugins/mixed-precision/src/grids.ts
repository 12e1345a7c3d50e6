import { type ParameterShape, type GridSpec, sizeOf } from '#families';
import { gridOfBits } from '#methods';
import type { MixedPrecisionConfig } from './config.js';

/** Whether a parameter outside the layers has codes, too. */
export const isOther = ({ role, place }: Pick<ParameterShape, 'role' | 'place'>): boolean =>
  role === 'embedding' || (role === 'linear' && place !== 'layers');

export const gridOf = (bits: number, config: MixedPrecisionConfig): GridSpec =>
  gridOfBits(bits, { ...config, symmetric: true });

/** Errors that fall to a quarter with each bit, as those of rounding do: what a plan says before any is measured. */
export function usualErrors({ shape }: ParameterShape, { least_bits: least, most_bits: most }: MixedPrecisionConfig) {
  const size = sizeOf(shape);
  return { size, errors: Array.from({ length: most - least + 1 }, (_, i) => size * 4 ** -(least + i)) };
}
