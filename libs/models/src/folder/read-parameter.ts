import type { StoredTensor } from '#artifacts';
import { TlcError } from '#contracts';
import { checkShape, type Encoding, type OpenFolder, type ParameterShape, PARTS } from '#families';
import { readCompressed } from '../compressed-tensors/read.js';
import { decodeTensor } from '../encoding/decode.js';
import { checkFinite } from './finite.js';

/** The values of a parameter as files have them. */
export interface ReadValues {
  readonly values: Float32Array;
  readonly encoding?: Encoding;
}

/** @throws TlcError MODEL_MISSING_TENSOR, MODEL_WRONG_SHAPE, MODEL_UNSUPPORTED, MODEL_NOT_FINITE, ENCODING_INVALID */
export async function readParameter(opened: OpenFolder, parameter: ParameterShape): Promise<ReadValues> {
  const { names, weights, encodings, schemes, path } = opened;
  const { name, shape } = parameter;
  const scheme = schemes.get(name);
  if (scheme) {
    const take = async (part: string) => {
      const fileName = names.own.get(part);
      return fileName === undefined ? undefined : weights.read(fileName);
    };
    const read = await readCompressed(parameter, scheme, take, path);
    checkFinite(name, read.values, path);
    return read;
  }
  const spec = encodings.get(name);
  if (spec) {
    const parts = new Map<string, StoredTensor>();
    for (const part of PARTS) {
      const fileName = names.own.get(`${name}.${part}`);
      if (fileName !== undefined) parts.set(`${name}.${part}`, await weights.read(fileName));
    }
    const decoded = decodeTensor(name, shape, spec, (part) => parts.get(part), path);
    // The values of a codebook have been looked at
    if (!spec.codebook) checkFinite(name, decoded.values, path);
    return decoded;
  }
  const fileName = names.own.get(name);
  const tensor = fileName === undefined ? undefined : await weights.read(fileName);
  checkShape(parameter, tensor, opened);
  if (!(tensor.data instanceof Float32Array || tensor.data instanceof Float64Array)) {
    const message = `${path}: tensor ${name} is ${tensor.dtype}, expected floating-point numbers.`;
    throw new TlcError('MODEL_UNSUPPORTED', message, { details: { path, tensor: name } });
  }
  const values = tensor.data instanceof Float32Array ? tensor.data : Float32Array.from(tensor.data);
  checkFinite(name, values, path);
  return { values };
}
