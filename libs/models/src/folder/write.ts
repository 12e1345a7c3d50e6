import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeSafetensors, type WritableTensor } from '#artifacts';
import { TlcError } from '#contracts';
import { tokenizerConfig } from '#text';
import {
  dimensions,
  encodedModelType,
  encodingSettings,
  familyOf,
  FILES,
  headSettings,
  type ModelConfig,
} from '#families';
import { encodeTensor } from '../encoding/encode.js';
import { modelShape, type Model, type Parameter } from '../model.js';
import { modelCard } from './card.js';
import { checkFinite } from './finite.js';

/**
 * Writes a model folder in Hugging Face layout: config.json, model.safetensors, README.md as the model card, and, where
 * the model has a tokenizer, tokenizer.json and tokenizer_config.json. The same model gives the same bytes. The folder is
 * made where it is missing; files are written in place: who needs them whole or not at all stages the folder.
 *
 * @param options.card Markdown that the model card ends with: how the model was made, how good it is
 * @throws TlcError MODEL_NOT_FINITE; ENCODING_INEXACT where a value is not one that its encoding gives back;
 * TOKENIZER_INVALID where the tokenizer is not JSON; DISK_FULL
 */
export async function writeModel(model: Model, folder: string, options: { card?: string } = {}): Promise<void> {
  const tensors = [...model.parameters.values()].flatMap((parameter) => storedTensors(parameter));
  const tokenizer = model.tokenizer === undefined ? [] : tokenizerFiles(model.tokenizer, model.config);
  const shape = modelShape(model);
  const family = familyOf(model.config);
  const settings = {
    ...headSettings(family, model.config, model.head),
    ...model.config,
    ...family.files.settings?.(model.config),
    torch_dtype: 'float32',
    // Transformers would load what it knows of it, with random weights in the place of the rest
    ...(model.config.structure && { model_type: encodedModelType(model.config.model_type) }),
    ...encodingSettings(shape),
  };
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, FILES.config), json(settings));
    await writeSafetensors(join(folder, FILES.weights), tensors);
    for (const [name, content] of tokenizer) await writeFile(join(folder, name), content);
    await writeFile(join(folder, FILES.card), modelCard(shape, options.card));
  } catch (error) {
    throw TlcError.from(error, 'FILE_MISSING');
  }
}

const json = (settings: object) => `${JSON.stringify(settings, undefined, 2)}\n`;

function tokenizerFiles(tokenizer: string, config: ModelConfig): [string, string][] {
  const { positions } = dimensions(config);
  try {
    return [
      [FILES.tokenizer, tokenizer],
      [FILES.tokenizerConfig, tokenizerConfig(tokenizer, positions)],
    ];
  } catch (cause) {
    const message = `The tokenizer of the model is not JSON: ${(cause as Error).message}.`;
    throw new TlcError('TOKENIZER_INVALID', message, { cause });
  }
}

function storedTensors(parameter: Parameter): WritableTensor[] {
  const { name, value, encoding } = parameter;
  const values = Float32Array.from(value.dataSync());
  checkFinite(name, values, 'the model');
  const { shape } = value;
  if (!encoding?.sparse && !encoding?.grid) return [{ name, dtype: 'F32', shape, data: values }];
  return encodeTensor(name, values, shape, encoding);
}
