import { readSafetensorsHeader } from '#artifacts';
import { readBertConfig } from '../bert/config.js';
import { readHead } from '../bert/head-settings.js';
import { parameterName } from '../bert/names.js';
import { parameterTable, POOLER } from '../bert/parameters.js';
import type { EncodingSpec } from '../encoding/encoding.js';
import { sizeOf } from '../encoding/groups.js';
import { readEncodings } from '../encoding/settings.js';
import type { ModelShape } from '../model.js';
import { FILES, readSettings, requiredFile } from './files.js';

/** Shapes of a file's tensors by TLC's names. */
type Shapes = ReadonlyMap<string, readonly number[]>;

/** The shapes of a model folder, from `config.json` and the header of its weights: no values are read. Of a sparse
 * parameter on a grid there are as many values as its packed codes have room for, up to seven too many.
 *
 * @throws TlcError MODEL_MISSING_FILE, MODEL_CONFIG_INVALID, MODEL_UNSUPPORTED, SAFETENSORS_INVALID */
export async function readModelShape(folder: string): Promise<ModelShape> {
  const configPath = await requiredFile(folder, FILES.config);
  const settings = await readSettings(configPath);
  const config = readBertConfig(settings, configPath);
  const encodings = readEncodings(settings, configPath);
  const { entries } = await readSafetensorsHeader(await requiredFile(folder, FILES.weights));
  const shapes: Shapes = new Map(
    entries.flatMap(({ name, shape }) => {
      const own = parameterName(name);
      return own === undefined ? [] : [[own, shape] as const];
    }),
  );
  const head = readHead(settings, new Set(shapes.keys()), configPath);
  const table = parameterTable(
    config,
    head,
    [...shapes.keys()].some((name) => name.startsWith(`${POOLER}.`)),
  );
  const parameters = table.map((parameter) => {
    const encoding = encodings.get(parameter.name);
    if (!encoding) return parameter;
    const kept = () => keptValues(parameter.name, sizeOf(parameter.shape), encoding, shapes);
    return { ...parameter, encoding, ...(encoding.sparse && { nonZeros: kept() }) };
  });
  return { config, head, parameters };
}

/** Values of a sparse parameter that have a code or a value of their own. */
function keptValues(name: string, all: number, { grid }: EncodingSpec, shapes: Shapes): number {
  const length = (part: string) => shapes.get(`${name}.${part}`)?.[0];
  if (!grid) return length('values') ?? all;
  return Math.min(all, Math.floor(((length('codes') ?? all) * 8) / grid.bits));
}
