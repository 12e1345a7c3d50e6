import { TlcError, checkConfig, keysOf, rangeOf } from '#contracts';
import type { ModelShape } from '#families';
import { type CompressionEstimate, estimateCompression } from '../estimate-compression.js';
import type { CompressionMethod } from '../method.js';

/** Values of a key that is a number, evenly spaced: six tries tell them apart. */
const STEPS = 64;

/** One value of a method's strength, and what is planned with it. */
export interface PlannedStrength {
  readonly value: number;
  readonly config: object;
  readonly estimate: CompressionEstimate;
}

/** The key of a method's config that a search sets.
 * @throws TlcError PLUGIN_REFUSED where the method names none */
export function strengthOf({ id, strength }: CompressionMethod): NonNullable<CompressionMethod['strength']> {
  if (strength) return strength;
  const message = `target: ${id} says of none of its keys that it is its strength. Leave \`target\` out and set its keys.`;
  throw new TlcError('PLUGIN_REFUSED', message, { details: { id } });
}

/** The values that a method's strength may have, from the weakest to the strongest: whole numbers, or 65 numbers from the least to
 * the greatest that the key may have. */
export function strengthValues(method: CompressionMethod): readonly number[] {
  const { key, stronger } = strengthOf(method);
  const doc = keysOf(method.config).get(key)!;
  const { min = 0, max = 1 } = rangeOf(doc);
  const steps = doc.type === 'integer' ? max - min : STEPS;
  const values = Array.from({ length: steps + 1 }, (_, i) => Number((min + ((max - min) * i) / steps).toFixed(4)));
  return stronger === 'more' ? values : values.reverse();
}

/** The config with a value in the middle in the place of the strength: what is checked, and what it needs, is told by it.
 * @param plain without the strength */
export function middleConfig<C extends object>(
  method: CompressionMethod<C>,
  plain: unknown,
  path = 'config.config',
): C {
  const values = strengthValues(method as CompressionMethod);
  const { key } = strengthOf(method as CompressionMethod);
  return checkConfig(method.config, { ...(plain as object), [key]: values[Math.floor(values.length / 2)] }, path);
}

/** Those of the values with which the method makes the model smaller or cheaper to compute, from the weakest to the strongest.
 * @param plain the config without the strength
 * @throws TlcError PLUGIN_REFUSED where there is none, with the reason of the middle one */
export function plannedStrengths(
  method: CompressionMethod,
  before: ModelShape,
  plain: object,
): readonly PlannedStrength[] {
  const { key } = strengthOf(method);
  const values = strengthValues(method);
  const refused: TlcError[] = [];
  const planned = values.flatMap((value): PlannedStrength[] => {
    const config = checkConfig(method.config, { ...plain, [key]: value }, 'config.config');
    try {
      return [{ value, config, estimate: estimateCompression(method, before, config) }];
    } catch (error) {
      // Such as more layers than the model has
      if (!(error instanceof TlcError) || !['PLUGIN_REFUSED', 'CONFIG_WRONG_VALUE'].includes(error.code)) throw error;
      refused.push(error);
      return [];
    }
  });
  if (planned.length > 0) return planned;
  throw refused[Math.floor(refused.length / 2)];
}
