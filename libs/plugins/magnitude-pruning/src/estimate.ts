import { type CompressionEstimate, isWorthSparse, sizeEstimate } from '#compression';
import type { ModelShape, ParameterShape } from '#models';
import type { MagnitudePruningConfig } from './config.js';
import { prunedNames, sizeOf, zerosOf } from './weights.js';

const REFUSAL = `the model would not get smaller: a bit for each weight says whether it is zero, so that float32 weights need a sparsity above ${1 / 32}, and 4-bit ones above ${1 / 4}`;

/** With global scope the zeros are taken to be spread evenly: where they really lie depends on the weights, and makes no
 * difference to their sum. No runtime computes faster with zeros in no order.
 * @throws TlcError PLUGIN_REFUSED where the zeros do not pay for the bits that say where they are */
export function estimate(shape: ModelShape, config: MagnitudePruningConfig): CompressionEstimate {
  const names = prunedNames(shape, config);
  const parameters = shape.parameters.map((parameter) =>
    names.has(parameter.name) ? pruned(parameter, config) : parameter,
  );
  const refusal = `sparsity ${config.sparsity}: ${REFUSAL}`;
  return { ...sizeEstimate(shape, { ...shape, parameters }, refusal), seconds: config.finetune?.stop.seconds };
}

function pruned(parameter: ParameterShape, { sparsity }: MagnitudePruningConfig): ParameterShape {
  const { name, role, shape, place, encoding } = parameter;
  const size = sizeOf(parameter);
  const nonZeros = Math.min(parameter.nonZeros ?? size, size - zerosOf(size, sparsity));
  const grid = encoding?.grid && { grid: encoding.grid };
  const dense = { name, role, shape, place };
  if (!isWorthSparse({ shape, ...grid }, nonZeros)) return { ...dense, ...(grid && { encoding: grid }) };
  return { ...dense, encoding: { sparse: true, ...grid }, nonZeros };
}
