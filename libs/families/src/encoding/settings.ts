import { content, quoted, TlcError } from '#contracts';
import { encodedModelType } from '../read-config.js';
import type { ModelShape } from '../shape.js';
import type { EncodingSpec, GridSpec } from './encoding.js';
import { codebookSettings, readCodebook } from './codebook-settings.js';
import { isWhole, readGroups, type Settings } from './group-settings.js';
import { isEncoded } from './layout.js';

/** Under this key Transformers looks for how weights are quantized. */
export const QUANTIZATION = 'quantization_config';
const METHOD = 'tlc';
const VERSION = 1;

/** What `config.json` says of encodings: each once, with the tensors that have it. Nothing of a dense model. */
export function encodingSettings({ config, parameters }: ModelShape): Settings {
  const tensors = new Map<string, string[]>();
  for (const { name, encoding } of parameters) {
    if (!isEncoded(encoding)) continue;
    const { sparse = false, grid, codebook } = encoding;
    const described = JSON.stringify({
      ...(sparse && { sparse }),
      ...(grid && {
        bits: grid.bits,
        granularity: grid.granularity,
        ...(grid.groupSize !== undefined && { group_size: grid.groupSize }),
        symmetric: grid.symmetric,
      }),
      ...(codebook && codebookSettings(codebook)),
    });
    tensors.set(described, [...(tensors.get(described) ?? []), name]);
  }
  if (tensors.size === 0) return {};
  const encodings = [...tensors].map(([described, names]) => ({ ...JSON.parse(described), tensors: names }));
  return {
    model_type: encodedModelType(config.model_type),
    [QUANTIZATION]: { quant_method: METHOD, version: VERSION, encodings },
  };
}

/** The encodings that `config.json` tells of, by parameter.
 *
 * @throws TlcError MODEL_UNSUPPORTED where they are not TLC's; ENCODING_INVALID where they cannot be */
export function readEncodings(settings: Settings, source: string): Map<string, EncodingSpec> {
  const encodings = new Map<string, EncodingSpec>();
  const config = settings[QUANTIZATION] ?? undefined;
  if (config === undefined) return encodings;
  const { quant_method: method, version, encodings: list } = config as Settings;
  if (method !== METHOD || version !== VERSION) {
    const found = JSON.stringify({ quant_method: method, version });
    const message = `${source}: ${QUANTIZATION} is ${content(found)}; TLC reads dense weights, those of compressed-tensors, and its own encodings, version ${VERSION}.`;
    throw new TlcError('MODEL_UNSUPPORTED', message, { details: { setting: QUANTIZATION } });
  }
  for (const entry of Array.isArray(list) ? list : [list]) {
    const spec = readSpec(entry);
    const names: unknown = entry?.tensors;
    if (!spec || !Array.isArray(names) || !names.every((name) => typeof name === 'string')) {
      const message = `${source}: ${QUANTIZATION} describes no encoding by ${quoted(entry)}.`;
      throw new TlcError('ENCODING_INVALID', message, { details: { setting: QUANTIZATION } });
    }
    for (const name of names) encodings.set(name, spec);
  }
  return encodings;
}

function readSpec(entry: unknown): EncodingSpec | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const { sparse = false, bits, codebook: kind } = entry as Settings;
  if (typeof sparse !== 'boolean') return undefined;
  if (kind !== undefined) {
    const codebook = readCodebook(entry as Settings);
    return codebook && { ...(sparse && { sparse }), codebook };
  }
  if (bits === undefined) return sparse ? { sparse } : undefined;
  const grid = readGrid(entry as Settings);
  return grid && { ...(sparse && { sparse }), grid };
}

function readGrid(entry: Settings): GridSpec | undefined {
  const { bits, symmetric } = entry;
  const groups = readGroups(entry);
  return groups && isWhole(bits, 1, 8) && typeof symmetric === 'boolean' ? { bits, ...groups, symmetric } : undefined;
}
