import { TlcError } from '#contracts';
import { type CompressionEstimate, isWorthSparse } from '#compression';
import { type GridSpec, type ModelShape, type ParameterShape, operationsPerToken, weightFileBytes } from '#models';
import type { UniformQuantizationConfig } from './config.js';
import { gridsOf } from './weights.js';

/** Bytes before and after. Non-zero weights of a sparse model that round to zero are not foreseen: its file may come out
 * a little smaller.
 * @throws TlcError PLUGIN_REFUSED where codes and scales take no fewer bytes than the weights do */
export function estimate(shape: ModelShape, config: UniformQuantizationConfig): CompressionEstimate {
  const grids = gridsOf(shape, config);
  const parameters = shape.parameters.map((parameter) => quantized(parameter, grids.get(parameter.name)));
  const before = weightFileBytes(shape);
  const after = weightFileBytes({ parameters });
  if (after >= before) {
    const message = `${config.bits} bits would not make the model smaller: ${before} bytes before, ${after} after.`;
    throw new TlcError('PLUGIN_REFUSED', message, { details: { before, after } });
  }
  const operations = operationsPerToken(shape);
  return { bytes: { before, after }, operations: { before: operations, after: operations }, faster: [] };
}

function quantized(parameter: ParameterShape, grid: GridSpec | undefined): ParameterShape {
  if (!grid) return parameter;
  const { name, role, shape, encoding, nonZeros } = parameter;
  const sparse = encoding?.sparse && nonZeros !== undefined && isWorthSparse({ role, shape, grid }, nonZeros);
  return { name, role, shape, encoding: { ...(sparse && { sparse }), grid }, ...(sparse && { nonZeros }) };
}
