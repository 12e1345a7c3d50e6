import { TlcError } from '#contracts';
import { type ModelShape, operationsPerToken } from '#families';
import type { FisherPruningConfig } from './config.js';
import { type LayerUnits, unitsOf } from './units.js';

/** The heads and neurons of a model, and the multiply-adds for a token that all that stay may take.
 * @throws TlcError PLUGIN_REFUSED where one head and one neuron of each layer take more */
export function budgetOf(
  shape: ModelShape,
  { operations }: Pick<FisherPruningConfig, 'operations'>,
): { units: readonly LayerUnits[]; budget: number } {
  const { units, fixed } = unitsOf(shape);
  const total = operationsPerToken(shape);
  const budget = operations * total - fixed;
  const least = units.reduce((sum, { cost }) => sum + cost, 0);
  if (least > budget) {
    const share = Math.ceil((1000 * (fixed + least)) / total) / 1000;
    const message = `operations: ${operations} cannot be reached: one head and one neuron of each layer, and what none of them takes part in, are ${share} of the multiply-adds`;
    throw new TlcError('PLUGIN_REFUSED', message, { details: { operations, least: share } });
  }
  return { units, budget };
}
