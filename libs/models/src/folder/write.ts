import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeSafetensors, type WritableTensor } from '#artifacts';
import { TlcError } from '#contracts';
import { tokenizerConfig } from '#text';
import { headSettings } from '../bert/head-settings.js';
import { encodeTensor } from '../encoding/encode.js';
import { encodingSettings } from '../encoding/settings.js';

import { modelShape, type Model, type Parameter } from '../model.js';
import { fileShape, fileValues } from '../orientation.js';
import { modelCard } from './card.js';
import { FILES } from './files.js';
import { checkFinite } from './finite.js';
import { tokenizerSettings } from './tokenizer-settings.js';

/**
 * Writes a model folder in Hugging Face layout: config.json, model.safetensors, README.md as the model card, and, where
 * the model has a tokenizer, tokenizer.json and tokenizer_config.json. The same model gives the same bytes. The folder is made where it is missing;
 * files are written in place: who needs them whole or not at all stages the folder.
 *
 * @param options.card Markdown that the model card ends with: how the model was made, how good it is
 * @throws TlcError MODEL_NOT_FINITE; ENCODING_INEXACT where a value is not one that its encoding gives back; DISK_FULL
 */
export async function writeModel(model: Model, folder: string, options: { card?: string } = {}): Promise<void> {
  const tensors = [...model.parameters.values()].flatMap((parameter) => storedTensors(parameter));
  const shape = modelShape(model);
  const settings = {
    ...headSettings(model.head),
    ...model.config,
    position_embedding_type: 'absolute',
    torch_dtype: 'float32',
    ...encodingSettings(shape),
  };
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, FILES.config), json(settings));
    await writeSafetensors(join(folder, FILES.weights), tensors);
    if (model.tokenizer !== undefined) {
      await writeFile(join(folder, FILES.tokenizer), model.tokenizer);
      const longest = model.config.max_position_embeddings;
      await writeFile(join(folder, FILES.tokenizerConfig), tokenizerConfig(model.tokenizer, longest));
    }
    await writeFile(join(folder, FILES.card), modelCard(shape, options.card));
  } catch (error) {
    throw TlcError.from(error, 'FILE_MISSING');
  }
}

const json = (settings: object) => `${JSON.stringify(settings, undefined, 2)}\n`;

function storedTensors(parameter: Parameter): WritableTensor[] {
  const { name, role, value, encoding } = parameter;
  const values = fileValues(parameter);
  checkFinite(name, values, 'the model');
  const shape = fileShape(role, value.shape);
  if (!encoding?.sparse && !encoding?.grid) return [{ name, dtype: 'F32', shape, data: values }];
  return encodeTensor(name, values, shape, encoding);
}
