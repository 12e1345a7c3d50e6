import { openWeights, type Weights } from '#artifacts';
import { content, TlcError } from '#contracts';
import { COMPRESSED_PARTS, isCompressed, readSchemes } from '../compressed-tensors/read-schemes.js';
import { gridOf, type Scheme } from '../compressed-tensors/scheme.js';
import type { EncodingSpec } from '../encoding/encoding.js';
import { readEncodings } from '../encoding/settings.js';
import type { Family, ModelConfig } from '../family.js';
import type { Head } from '../head.js';
import { optionalParameters, shapeOf } from '../model-shape.js';
import { readConfig } from '../read-config.js';
import { familyOf } from '../registry.js';
import type { ParameterShape } from '../shape.js';
import { FILES, readSettings, requiredFile } from './files.js';
import { readHead } from './head-settings.js';
import { fileNames, type FileNames } from './file-names.js';
import { missingTensor } from './missing-tensor.js';
import { readEmbeddings } from './sentence-transformers/read.js';
import { isHeadParameter } from './tensor-names.js';

/** A model folder of which only `config.json` and the headers of its weights have been read. */
export interface OpenFolder {
  readonly folder: string;
  /** What errors call the weights: a file, or the index of several. */
  readonly path: string;
  readonly family: Family;
  readonly config: ModelConfig;
  readonly head: Head;
  readonly weights: Weights;
  readonly names: FileNames;
  /** The parameters that the folder has, in the order in which data flows through them. */
  readonly shapes: readonly ParameterShape[];
  readonly encodings: ReadonlyMap<string, EncodingSpec>;
  /** Of those weights that compressed-tensors holds; their grids are among the encodings, too. */
  readonly schemes: ReadonlyMap<string, Scheme>;
}

const COMPRESSED = new RegExp(`_(${COMPRESSED_PARTS.join('|')})$`);

/** Opens a folder in Hugging Face layout.
 *
 * @throws TlcError MODEL_MISSING_FILE, MODEL_CONFIG_INVALID, MODEL_UNSUPPORTED, MODEL_MISSING_TENSOR, ENCODING_INVALID, SAFETENSORS_INVALID, and
 * what `openWeights` throws */
export async function openFolder(folder: string): Promise<OpenFolder> {
  const configPath = await requiredFile(folder, FILES.config);
  const settings = await readSettings(configPath);
  const said = readConfig(settings, configPath);
  const family = familyOf(said);
  const isForeign = isCompressed(settings);
  const own = isForeign ? new Map<string, EncodingSpec>() : readEncodings(settings, configPath);
  const weights = await openWeights(folder);
  const [path] = weights.files;
  const config = family.files.withTensors?.(said, (name) => weights.headers.has(name)) ?? said;
  const names = fileNames(weights.headers.keys(), family.files, config, path);
  const head =
    (await readEmbeddings(folder, config)) ?? readHead(family, config, settings, names.own.keys(), configPath);
  const has = (part: string) => [...names.own.keys()].some((name) => name === part || name.startsWith(`${part}.`));
  const shapes = [
    ...shapeOf(config, head).parameters,
    ...optionalParameters(config, head).filter(({ name }) => has(name)),
  ];
  const schemes = isForeign ? readSchemes(settings, names, shapes, configPath) : new Map<string, Scheme>();
  const encodings = new Map([
    ...own,
    ...[...schemes].map(([name, scheme]) => [name, { grid: gridOf(scheme) }] as const),
  ]);
  checkMissing(names, shapes, encodings, path);
  checkUnused(names, shapes, encodings, family, path);
  return { folder, path, family, config, head, weights, names, shapes, encodings, schemes };
}

/** Before what is too much: where a tensor has another name, the one that is missing says more. */
function checkMissing(
  { own }: FileNames,
  shapes: readonly ParameterShape[],
  encodings: ReadonlyMap<string, EncodingSpec>,
  path: string,
): void {
  const missing = shapes.find(({ name }) => !encodings.has(name) && !own.has(name));
  if (missing) throw missingTensor(missing.name, path);
}

/** Refuses tensors of an encoder that its family does not have: something would be missing from what it computes. */
function checkUnused(
  { own }: FileNames,
  shapes: readonly ParameterShape[],
  encodings: ReadonlyMap<string, EncodingSpec>,
  { files, title }: Family,
  path: string,
): void {
  const known = new Set(shapes.map(({ name }) => name));
  // The parts of an encoded tensor are called after it
  const owner = (name: string) =>
    [name.replace(/\.[^.]*$/, ''), name.replace(COMPRESSED, '')].find((whole) => encodings.has(whole)) ?? name;
  for (const name of own.keys()) {
    if (known.has(owner(name)) || isHeadParameter(files, name)) continue;
    const message = `${path} has a tensor ${content(name)}, which a ${title} of its config.json does not have.`;
    throw new TlcError('MODEL_UNSUPPORTED', message, { details: { path, tensor: name } });
  }
}
