import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { safetensorsBytes, writeSafetensors, type WritableTensor } from '#artifacts';
import { content, TlcError } from '#contracts';
import { specialIds, tokenizerConfig } from '#text';
import {
  compressedSettings,
  dimensions,
  type Embeddings,
  embeddingsFiles,
  encodedModelType,
  encodingSettings,
  type Family,
  familyOf,
  type FileScheme,
  FILES,
  headSettings,
  isEncoded,
  type ModelConfig,
  schemesOf,
  type Settings,
  shapeInFile,
  specOf,
} from '#families';
import { compressedTensors } from '../compressed-tensors/write.js';
import { encodeTensor } from '../encoding/encode.js';
import { modelShape, type Model, type Parameter } from '../model.js';
import { type CardContent, modelCard } from './card.js';
import { checkFinite } from './finite.js';

export interface WriteOptions extends Omit<CardContent, 'bytes'> {
  readonly settings?: Settings;
}

/**
 * Writes a model folder in Hugging Face layout: config.json, model.safetensors, README.md as the model card, and, where
 * the model has a tokenizer, tokenizer.json and tokenizer_config.json; with an embeddings head also the files that
 * sentence-transformers looks for. The same model gives the same bytes. The folder is
 * made where it is missing; files are written in place: who needs them whole or not at all stages the folder.
 *
 * @param options.card Markdown that the model card ends with: how the model was made, how good it is
 * @param options.facts keys of the card's front matter
 * @param options.settings what config.json says besides, to other programs
 * @param options.weights `false` for a folder beside whose config.json and tokenizer the weights are in another form:
 * model.safetensors is left out, and config.json says the family's own type whatever the weights look like; `compressed-tensors`
 * for weights on grids as that library holds them, which Transformers reads by it
 * @throws TlcError MODEL_NOT_FINITE; ENCODING_INEXACT where a value is not one that its encoding gives back;
 * TOKENIZER_INVALID where the tokenizer is not JSON; DISK_FULL
 */
export async function writeModel(model: Model, folder: string, options: WriteOptions = {}): Promise<void> {
  const { weights = true } = options;
  const family = familyOf(model.config);
  const shape = modelShape(model);
  const schemes = weights === 'compressed-tensors' ? schemesOf(shape) : undefined;
  const tensors = weights
    ? [...model.parameters.values()].flatMap((parameter) => storedTensors(family, parameter, schemes))
    : [];
  const tokenizer = model.tokenizer === undefined ? [] : tokenizerFiles(model.tokenizer, longestOf(model));
  const settings = {
    ...headSettings(family, model.config, model.head),
    ...model.config,
    ...family.files.settings?.(model.config),
    ...tokenIds(family, model.tokenizer),
    torch_dtype: 'float32',
    ...options.settings,
    // Transformers would load what it knows of it, with random weights in the place of the rest
    ...(weights && model.config.structure && { model_type: encodedModelType(model.config.model_type) }),
    ...(schemes ? compressedSettings(shape, schemes) : weights && encodingSettings(shape)),
  };
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, FILES.config), json(settings));
    if (model.head.kind === 'embeddings') await writeEmbeddings(model.head, model.config, folder);
    if (weights) await writeSafetensors(join(folder, FILES.weights), tensors);
    for (const [name, content] of tokenizer) await writeFile(join(folder, name), content);
    await writeFile(
      join(folder, FILES.card),
      modelCard(shape, { ...options, ...(schemes && { bytes: safetensorsBytes(tensors) }) }),
    );
  } catch (error) {
    throw TlcError.from(error, 'FILE_MISSING');
  }
}

/** The ids of special tokens that the family's config has beside the padding token's. */
function tokenIds({ files }: Family, tokenizer: string | undefined): Settings {
  if (!files.tokenIds || tokenizer === undefined) return {};
  const ids = specialIds(tokenizer);
  return Object.fromEntries(Object.entries(files.tokenIds).map(([key, role]) => [key, ids[role]]));
}

const json = (settings: object) => `${JSON.stringify(settings, undefined, 2)}\n`;

async function writeEmbeddings(head: Embeddings, config: ModelConfig, folder: string): Promise<void> {
  const { hidden, positions } = dimensions(config);
  for (const [path, content] of embeddingsFiles(head, hidden, positions)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), json(content));
  }
}

/** After how many tokens a text is cut. */
const longestOf = ({ config, head }: Model) =>
  (head.kind === 'embeddings' ? head.longest : undefined) ?? dimensions(config).positions;

function tokenizerFiles(tokenizer: string, longest: number): [string, string][] {
  try {
    return [
      [FILES.tokenizer, tokenizer],
      [FILES.tokenizerConfig, tokenizerConfig(tokenizer, longest)],
    ];
  } catch (cause) {
    const message = `The tokenizer of the model is not JSON: ${content((cause as Error).message)}.`;
    throw new TlcError('TOKENIZER_INVALID', message, { cause });
  }
}

/** @param schemes of compressed-tensors, whose files have no encodings of TLC's */
function storedTensors(
  family: Family,
  parameter: Parameter,
  schemes?: ReadonlyMap<string, FileScheme>,
): WritableTensor[] {
  const { name, value, encoding } = parameter;
  const values = Float32Array.from(value.dataSync());
  checkFinite(name, values, 'the model');
  const { shape } = value;
  const scheme = schemes?.get(name);
  if (scheme) return compressedTensors(parameter, scheme);
  if (schemes || !encoding || !isEncoded(specOf(encoding)))
    return [{ name, dtype: 'F32', shape: shapeInFile(family, name, shape), data: values }];
  return encodeTensor(name, values, shape, encoding);
}
