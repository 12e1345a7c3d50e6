import { TlcError } from '#contracts';
import type { ModelShape } from '#families';
import { blockOf, isInt8 } from './grids.js';

/** What the constants of a graph are: the integers of a compressed model, which the runtime turns into floats (`encoded`) or
 * multiplies where it can, as bytes (`int8`) or as half bytes (`int4`); or floats (`dense`). */
export type WeightFormat = 'encoded' | 'int8' | 'int4' | 'dense';

/** What a graph calculates in, but for sums that half precision cannot hold. */
export type FloatType = 'float32' | 'float16';

interface Format {
  /** Within the folder `onnx`. */
  readonly file: string;
  readonly weights: WeightFormat;
  readonly float: FloatType;
}

/** ONNX files by Transformers.js's names of their number formats. */
export const DTYPES = {
  fp32: { file: 'model.onnx', weights: 'encoded', float: 'float32' },
  fp16: { file: 'model_fp16.onnx', weights: 'encoded', float: 'float16' },
  q8: { file: 'model_quantized.onnx', weights: 'int8', float: 'float32' },
  q4: { file: 'model_q4.onnx', weights: 'int4', float: 'float32' },
  q4f16: { file: 'model_q4f16.onnx', weights: 'int4', float: 'float16' },
} as const satisfies Record<string, Format>;

export type Dtype = keyof typeof DTYPES;

type Parameters = Pick<ModelShape, 'parameters'>;

/** How many of a model's linear weights are multiplied by their codes in a format. */
function multiplied(weights: WeightFormat, { parameters }: Parameters): number {
  const byCodes = parameters.filter(({ role, shape, encoding }) => {
    if (role !== 'linear') return false;
    if (weights === 'int8') return isInt8(encoding?.grid);
    return weights === 'int4' && blockOf(encoding?.grid, shape[1]!) !== undefined;
  });
  return byCodes.reduce((sum, { shape }) => sum + shape[0] * shape[1]!, 0);
}

/** Whether a file multiplies no codes, or some that the model has. */
const isThere = (dtype: Dtype, model: Parameters) =>
  DTYPES[dtype].weights === 'encoded' || multiplied(DTYPES[dtype].weights, model) > 0;

/** The files of use for a model where nobody says which: float32, and q8 or q4 where its weights are held so. */
export const usualDtypes = (model: Parameters): Dtype[] =>
  (['fp32', 'q8', 'q4'] as const).filter((dtype) => isThere(dtype, model));

/** The file among some that multiplies the most weights by their codes; the first of equals. */
export const preferredDtype = (dtypes: readonly Dtype[], model: Parameters): Dtype =>
  dtypes.reduce((a, b) => (multiplied(DTYPES[b].weights, model) > multiplied(DTYPES[a].weights, model) ? b : a));

/** @throws TlcError ONNX_NO_SUCH_WEIGHTS for a format whose codes none of the model's linear layers has */
export function checkDtypes(dtypes: readonly Dtype[], model: Parameters): void {
  const wrong = dtypes.find((dtype) => !isThere(dtype, model));
  if (!wrong) return;
  const needed =
    DTYPES[wrong].weights === 'int8'
      ? 'codes of 5 to 8 bits with a scale for each tensor or channel'
      : 'codes of 2 to 4 bits with a scale for each tensor, channel, or group of a multiple of 16';
  const message = `${DTYPES[wrong].file} (${wrong}) multiplies ${needed}, which none of the model’s linear layers has`;
  throw new TlcError('ONNX_NO_SUCH_WEIGHTS', message, { details: { dtype: wrong } });
}
