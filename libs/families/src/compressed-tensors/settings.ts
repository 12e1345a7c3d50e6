import type { Settings } from '../encoding/group-settings.js';
import { QUANTIZATION } from '../encoding/settings.js';
import { familyOf } from '../registry.js';
import type { ModelShape } from '../shape.js';
import type { FileScheme } from './scheme.js';

/** How config.json calls the library. */
export const METHOD = 'compressed-tensors';

/** The version of compressed-tensors whose files these are like. */
const VERSION = '0.20.0';

/** What config.json says of weights that compressed-tensors holds: each scheme with the modules that have it. */
export function compressedSettings(shape: ModelShape, schemes: ReadonlyMap<string, FileScheme>): Settings {
  const modules = new Map<string, string[]>();
  for (const [name, scheme] of schemes) {
    const key = JSON.stringify(scheme);
    modules.set(key, [...(modules.get(key) ?? []), moduleOf(shape, name)]);
  }
  const groups = [...modules].map(([key, targets], n) => {
    const { format, ...weights } = JSON.parse(key) as FileScheme;
    return [`group_${n}`, { targets, weights: { type: 'int', ...weights }, format }] as const;
  });
  const formats = new Set(groups.map(([, { format }]) => format));
  return {
    [QUANTIZATION]: {
      quant_method: METHOD,
      version: VERSION,
      format: formats.size === 1 ? [...formats][0] : 'mixed-precision',
      quantization_status: 'compressed',
      config_groups: Object.fromEntries(groups),
      ignore: [],
    },
  };
}

/** The module of a weight in Transformers' class, which for a bare encoder is the encoder itself. */
function moduleOf({ config, head }: ModelShape, name: string): string {
  const module = name.slice(0, -'.weight'.length);
  const { prefix } = familyOf(config).files;
  const isBare = head.kind === 'none' || head.kind === 'embeddings';
  return isBare && prefix !== '' && module.startsWith(`${prefix}.`) ? module.slice(prefix.length + 1) : module;
}
