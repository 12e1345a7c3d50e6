import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readSafetensors } from '#artifacts';
import { TlcError } from '#contracts';
import { privateCopy, tf } from '#engine';
import { familyOf, optionalParameters, readConfig, shapeOf } from '#families';
import { readEncodings } from '../encoding/settings.js';
import type { Model, Parameter } from '../model.js';
import { checkCopies } from './check-copies.js';
import { FILES, readSettings, requiredFile } from './files.js';
import { readHead } from './head-settings.js';
import { readParameter } from './read-parameter.js';
import { isHeadParameter } from './tensor-names.js';
import { namedTensors } from './named-tensors.js';

/**
 * Reads a model folder in Hugging Face layout: one that TLC wrote, or a dense one of anyone's. 16-bit floats become
 * float32. The model's tensors belong to the caller (`disposeModel`).
 *
 * @throws TlcError MODEL_MISSING_FILE, MODEL_CONFIG_INVALID, MODEL_UNSUPPORTED, MODEL_MISSING_TENSOR, MODEL_WRONG_SHAPE,
 * MODEL_NOT_FINITE, MODEL_CONTRADICTORY, ENCODING_INVALID, SAFETENSORS_INVALID
 */
export async function readModel(folder: string): Promise<Model> {
  const configPath = await requiredFile(folder, FILES.config);
  const settings = await readSettings(configPath);
  const config = readConfig(settings, configPath);
  const family = familyOf(config);
  const encodings = readEncodings(settings, configPath);
  const path = await requiredFile(folder, FILES.weights);
  const tensors = namedTensors((await readSafetensors(path)).tensors, family.files, path);
  const head = readHead(family, config, settings, tensors.own.keys(), configPath);
  if (head.kind === 'masked-lm') checkCopies(tensors, family.files, path);

  const has = (part: string) => [...tensors.own.keys()].some((name) => name === part || name.startsWith(`${part}.`));
  const shapes = [
    ...shapeOf(config, head).parameters,
    ...optionalParameters(config, head).filter(({ name }) => has(name)),
  ];
  const unused = new Set([...tensors.own.keys()].filter((name) => !isHeadParameter(family.files, name)));
  const take = (name: string) => {
    unused.delete(name);
    return tensors.own.get(name);
  };
  const read = shapes.map((shape) => readParameter(shape, encodings.get(shape.name), take, path));
  for (const name of unused) {
    const message = `${path} has a tensor ${name}, which a ${family.title} of its config.json does not have.`;
    throw new TlcError('MODEL_UNSUPPORTED', message, { details: { path, tensor: name } });
  }
  const parameters = read.map(({ shape: { name, role, shape }, values, encoding }): Parameter => {
    // In native memory, so that the array can be freed
    const value = tf.tidy(() => privateCopy(tf.tensor(values, [...shape])));
    return { name, role, value, ...(encoding && { encoding }) };
  });
  const tokenizer = await readFile(join(folder, FILES.tokenizer), 'utf8').catch(() => undefined);
  return {
    config,
    head,
    parameters: new Map(parameters.map((parameter) => [parameter.name, parameter])),
    ...(tokenizer !== undefined && { tokenizer }),
  };
}
