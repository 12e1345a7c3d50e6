import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readSafetensors, type StoredTensor } from '#artifacts';
import { TlcError } from '#contracts';
import { tensorOf } from '#engine';
import { readBertConfig } from '../bert/config.js';
import { readHead } from '../bert/head-settings.js';
import { isHeadParameter, parameterName } from '../bert/names.js';
import { parameterTable, POOLER } from '../bert/parameters.js';
import type { EncodingSpec } from '../encoding/encoding.js';
import { readEncodings } from '../encoding/settings.js';
import { decodeTensor } from '../encoding/decode.js';
import type { Model, Parameter, ParameterShape } from '../model.js';
import { FILES, readSettings, requiredFile } from './files.js';
import { checkFinite } from './finite.js';

/** The tensors of a file by TLC's names. */
type Tensors = ReadonlyMap<string, StoredTensor>;

/**
 * Reads a model folder in Hugging Face layout: one that TLC wrote, or a dense BERT of anyone's. 16-bit floats become
 * float32. The model's tensors belong to the caller (`disposeModel`).
 *
 * @throws TlcError MODEL_MISSING_FILE, MODEL_CONFIG_INVALID, MODEL_UNSUPPORTED, MODEL_MISSING_TENSOR, MODEL_WRONG_SHAPE,
 * MODEL_NOT_FINITE, ENCODING_INVALID, SAFETENSORS_INVALID
 */
export async function readModel(folder: string): Promise<Model> {
  const configPath = await requiredFile(folder, FILES.config);
  const settings = await readSettings(configPath);
  const config = readBertConfig(settings, configPath);
  const encodings = readEncodings(settings, configPath);
  const path = await requiredFile(folder, FILES.weights);
  const tensors = byParameterName((await readSafetensors(path)).tensors, path);
  const head = readHead(settings, new Set(tensors.keys()), configPath);
  const table = parameterTable(config, head, hasPart(tensors, POOLER));

  const unused = new Set([...tensors.keys()].filter((name) => !isHeadParameter(name)));
  const take = (name: string) => {
    unused.delete(name);
    return tensors.get(name);
  };
  const read = table.map((shape) => readParameter(shape, encodings.get(shape.name), take, path));
  for (const name of unused) {
    const message = `${path} has a tensor ${name}, which a BERT of its config.json does not have.`;
    throw new TlcError('MODEL_UNSUPPORTED', message, { details: { path, tensor: name } });
  }
  const parameters = read.map(({ shape: { name, role, shape }, values, encoding }): Parameter => {
    return { name, role, value: tensorOf(values, shape), ...(encoding && { encoding }) };
  });
  const tokenizer = await readFile(join(folder, FILES.tokenizer), 'utf8').catch(() => undefined);
  return {
    config,
    head,
    parameters: new Map(parameters.map((parameter) => [parameter.name, parameter])),
    ...(tokenizer !== undefined && { tokenizer }),
  };
}

function byParameterName(stored: ReadonlyMap<string, StoredTensor>, path: string): Tensors {
  const tensors = new Map<string, StoredTensor>();
  for (const [fileName, tensor] of stored) {
    const name = parameterName(fileName);
    if (name === undefined) continue;
    // The decoder's bias may be there under both of its names
    if (tensors.has(name) && name !== 'cls.predictions.bias') {
      throw new TlcError('MODEL_UNSUPPORTED', `${path} has the tensor ${name} under two names.`, { details: { path } });
    }
    tensors.set(name, tensor);
  }
  return tensors;
}

const hasPart = (tensors: Tensors, part: string) => [...tensors.keys()].some((name) => name.startsWith(`${part}.`));

/** A parameter's values; nothing belongs to the engine yet, so that an error leaks nothing. */
function readParameter(
  parameter: ParameterShape,
  spec: EncodingSpec | undefined,
  take: (name: string) => StoredTensor | undefined,
  path: string,
) {
  const { name, shape: expected } = parameter;
  if (spec) {
    const { values, encoding } = decodeTensor(name, expected, spec, take, path);
    checkFinite(name, values, path);
    return { shape: parameter, values, encoding };
  }
  const tensor = take(name);
  if (!tensor)
    throw new TlcError('MODEL_MISSING_TENSOR', `${path} lacks the tensor ${name}.`, {
      details: { path, tensor: name },
    });
  if (tensor.shape.length !== expected.length || expected.some((size, axis) => tensor.shape[axis] !== size)) {
    const message = `${path}: tensor ${name} has shape [${tensor.shape.join(', ')}], expected [${expected.join(', ')}].`;
    throw new TlcError('MODEL_WRONG_SHAPE', message, { details: { path, tensor: name } });
  }
  if (!(tensor.data instanceof Float32Array || tensor.data instanceof Float64Array)) {
    const message = `${path}: tensor ${name} is ${tensor.dtype}, expected floating-point numbers.`;
    throw new TlcError('MODEL_UNSUPPORTED', message, { details: { path, tensor: name } });
  }
  const values = tensor.data instanceof Float32Array ? tensor.data : Float32Array.from(tensor.data);
  checkFinite(name, values, path);
  return { shape: parameter, values, encoding: undefined };
}
