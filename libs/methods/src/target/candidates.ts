import { TlcError } from '#contracts';
import type { ModelShape } from '#families';
import type { CompressionMethod } from '../method.js';
import { type TargetConfig, targetOf } from './config.js';
import { type PlannedStrength, plannedStrengths } from './strength.js';

/** What a search tries, from the weakest to the strongest; for a target that counting can tell the one strength that meets it.
 * @param plain the config without the strength
 * @throws TlcError PLUGIN_REFUSED where no strength helps, or none makes the file so small */
export function searchedStrengths(
  method: CompressionMethod,
  before: ModelShape,
  plain: object,
  target: TargetConfig,
): readonly PlannedStrength[] {
  const planned = plannedStrengths(method, before, plain);
  if (targetOf(target) !== 'bytes') return planned;
  const found = planned.find(({ estimate }) => estimate.bytes.after <= target.bytes!);
  if (found) return [found];
  const { value, estimate } = planned.reduce((a, b) => (b.estimate.bytes.after < a.estimate.bytes.after ? b : a));
  const message = `target.bytes: ${target.bytes} cannot be reached by ${method.id}: with ${method.strength!.key} ${value} it makes ${estimate.bytes.after} bytes, the fewest`;
  throw new TlcError('PLUGIN_REFUSED', message, { details: { id: method.id, least: estimate.bytes.after } });
}
