import { TlcError } from '#contracts';
import { type CompressionEstimate, isWorthSparse } from '#compression';
import { type ModelShape, type ParameterShape, operationsPerToken, weightFileBytes } from '#models';
import type { MagnitudePruningConfig } from './config.js';
import { isPruned, sizeOf, zerosOf } from './weights.js';

/** Bytes before and after. With global scope the zeros are taken to be spread evenly: where they really lie depends on
 * the weights, and makes no difference to their sum. No runtime computes faster with zeros in no order.
 * @throws TlcError PLUGIN_REFUSED where the zeros do not pay for the bits that say where they are */
export function estimate(shape: ModelShape, config: MagnitudePruningConfig): CompressionEstimate {
  const parameters = shape.parameters.map((parameter) =>
    isPruned(parameter, config) ? pruned(parameter, config) : parameter,
  );
  const before = weightFileBytes(shape);
  const after = weightFileBytes({ parameters });
  if (after >= before) {
    const message = `sparsity ${config.sparsity} would not make the model smaller (${before} bytes before, ${after} after): a bit for each weight says whether it is zero, so that float32 weights need a sparsity above ${1 / 32}, and 4-bit ones above ${1 / 4}.`;
    throw new TlcError('PLUGIN_REFUSED', message, { details: { before, after } });
  }
  const operations = operationsPerToken(shape);
  return { bytes: { before, after }, operations: { before: operations, after: operations }, faster: [] };
}

function pruned(parameter: ParameterShape, { sparsity }: MagnitudePruningConfig): ParameterShape {
  const { name, role, shape, encoding } = parameter;
  const size = sizeOf(parameter);
  const nonZeros = Math.min(parameter.nonZeros ?? size, size - zerosOf(size, sparsity));
  const grid = encoding?.grid;
  if (!isWorthSparse({ role, shape, grid }, nonZeros))
    return { name, role, shape, ...(grid && { encoding: { grid } }) };
  return { name, role, shape, encoding: { sparse: true, ...(grid && { grid }) }, nonZeros };
}
