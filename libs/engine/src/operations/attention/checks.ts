import { refuse, sizesOf } from '../../shape-checks.js';
import type { RelativeBias } from './options.js';

/** @throws ENGINE_WRONG_SHAPE */
export function checkScale(operation: string, scale: number | undefined): void {
  if (scale === undefined || (scale > 0 && scale < Infinity)) return;
  refuse(operation, `scale is ${scale}, expected a number above 0`);
}

/** @throws ENGINE_WRONG_SHAPE */
export function checkRelativeBias(
  operation: string,
  { table, distance }: RelativeBias,
  heads: number,
  causal = false,
): void {
  const { buckets } = sizesOf(operation, { 'bias.table': [table, ['buckets', heads]] });
  // Half of the buckets of a side tell each distance apart
  const least = causal ? 2 : 4;
  if (buckets < least || buckets % least !== 0) {
    refuse(operation, `bias.table has ${buckets} buckets, expected a multiple of ${least}`);
  }
  if (!(Number.isInteger(distance) && distance > buckets / least)) {
    refuse(operation, `bias.distance is ${distance}, expected a whole number above ${buckets / least}`);
  }
}
