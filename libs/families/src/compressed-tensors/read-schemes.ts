import { content, quoted, TlcError } from '#contracts';
import { isWhole, type Settings } from '../encoding/group-settings.js';
import { QUANTIZATION } from '../encoding/settings.js';
import type { FileNames } from '../folder/file-names.js';
import type { ParameterShape } from '../shape.js';
import type { Scheme } from './scheme.js';
import { METHOD } from './settings.js';
import { targeted } from './target.js';

/** What stands beside a weight in a file, or in its place. */
export const COMPRESSED_PARTS = ['packed', 'scale', 'zero_point', 'shape'] as const;

/** Keys that change what weights mean, and that TLC does not compute with. */
const FOREIGN = ['sparsity_config', 'transform_config', 'kv_cache_scheme'] as const;

/** Whether config.json says that compressed-tensors holds the weights. */
export const isCompressed = (settings: Settings): boolean =>
  (settings[QUANTIZATION] as Settings | undefined)?.quant_method === METHOD;

/** The schemes of a folder's weights: of those that have scales beside them.
 *
 * @throws TlcError MODEL_UNSUPPORTED for schemes that are no integers with scales; ENCODING_INVALID for a weight with scales that
 * config.json says nothing of */
export function readSchemes(
  settings: Settings,
  { own }: FileNames,
  parameters: readonly ParameterShape[],
  source: string,
): ReadonlyMap<string, Scheme> {
  const config = settings[QUANTIZATION] as Settings;
  const refuse = (message: string): never => {
    throw new TlcError('MODEL_UNSUPPORTED', `${source}: ${QUANTIZATION} ${message}`, { details: { setting: QUANTIZATION } }); // prettier-ignore
  };
  const { quantization_status: status = 'compressed', config_groups: groups } = config;
  if (status !== 'compressed') {
    refuse(`says that the weights are ${quoted(status)}; TLC reads those that are compressed.`);
  }
  const foreign = FOREIGN.find((key) => !isEmpty(config[key]));
  if (foreign) refuse(`has ${foreign}, which TLC does not compute with.`);
  if (typeof groups !== 'object' || groups === null) refuse('has no config_groups.');
  const schemes = new Map<string, Scheme>();
  for (const { name, role } of parameters) {
    if (!own.has(`${name}_scale`)) continue;
    const module = (own.get(`${name}_packed`) ?? own.get(name))?.replace(/\.weight(_packed)?$/, '');
    const group = module === undefined ? undefined : targeted(Object.values(groups as object), module, role);
    if (!group) {
      const message = `${source}: ${QUANTIZATION} has no config_groups entry for ${content(name)}, which has scales.`;
      throw new TlcError('ENCODING_INVALID', message, { details: { setting: QUANTIZATION, tensor: name } });
    }
    if (own.has(`${name}_g_idx`))
      refuse(`gives ${content(name)} groups of inputs in an order of their own (actorder).`);
    schemes.set(name, readScheme(group.weights) ?? refuse(`holds ${content(name)} as ${quoted(group.weights)}; TLC reads integers of 1 to 8 bits with a scale for each tensor, channel or group.`)); // prettier-ignore
  }
  return schemes;
}

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'object' && (Object.keys(value).length === 0 || (value as Settings).format === 'dense'));

function readScheme(weights: unknown): Scheme | undefined {
  if (typeof weights !== 'object' || weights === null) return undefined;
  const { num_bits: bits = 8, type = 'int', symmetric = true, strategy, group_size: size } = weights as Settings;
  if (type !== 'int' || !isWhole(bits, 1, 8) || typeof symmetric !== 'boolean') return undefined;
  const common = { num_bits: bits, symmetric };
  // Without a strategy groups decide, as in the library
  const kind = strategy ?? (isWhole(size, 1, 2 ** 31) ? 'group' : size === -1 ? 'channel' : 'tensor');
  if (kind === 'tensor' || kind === 'channel') return { ...common, strategy: kind };
  return kind === 'group' && isWhole(size, 1, 2 ** 31) ? { ...common, strategy: kind, group_size: size } : undefined;
}
