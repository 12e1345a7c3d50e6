import type { StoredTensor } from '#artifacts';
import { TlcError } from '#contracts';
import type { Encoding, EncodingSpec, ParameterShape } from '#families';
import { decodeTensor } from '../encoding/decode.js';
import { checkFinite } from './finite.js';

/** A parameter as a file has it; nothing belongs to the engine yet, so that an error leaks nothing. */
export interface ReadParameter {
  readonly shape: ParameterShape;
  readonly values: Float32Array;
  readonly encoding?: Encoding;
}

/** @throws TlcError MODEL_MISSING_TENSOR, MODEL_WRONG_SHAPE, MODEL_UNSUPPORTED, MODEL_NOT_FINITE, ENCODING_INVALID */
export function readParameter(
  parameter: ParameterShape,
  spec: EncodingSpec | undefined,
  take: (name: string) => StoredTensor | undefined,
  path: string,
): ReadParameter {
  const { name, shape: expected } = parameter;
  if (spec) {
    const { values, encoding } = decodeTensor(name, expected, spec, take, path);
    checkFinite(name, values, path);
    return { shape: parameter, values, encoding };
  }
  const tensor = take(name);
  const details = { path, tensor: name };
  if (!tensor) throw new TlcError('MODEL_MISSING_TENSOR', `${path} lacks the tensor ${name}.`, { details });
  if (tensor.shape.length !== expected.length || expected.some((size, axis) => tensor.shape[axis] !== size)) {
    const message = `${path}: tensor ${name} has shape [${tensor.shape.join(', ')}], expected [${expected.join(', ')}].`;
    throw new TlcError('MODEL_WRONG_SHAPE', message, { details });
  }
  if (!(tensor.data instanceof Float32Array || tensor.data instanceof Float64Array)) {
    const message = `${path}: tensor ${name} is ${tensor.dtype}, expected floating-point numbers.`;
    throw new TlcError('MODEL_UNSUPPORTED', message, { details });
  }
  const values = tensor.data instanceof Float32Array ? tensor.data : Float32Array.from(tensor.data);
  checkFinite(name, values, path);
  return { shape: parameter, values };
}
