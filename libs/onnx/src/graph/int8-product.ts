import type { Model } from '#models';
import { isInt8 } from '../formats/grids.js';
import type { GraphBuilder } from './builder.js';
import { matrixCodes } from './codes.js';
import { parameterOf, transposed } from './weights.js';

/** Whether linear layers of these weights can all be multiplied in 8-bit integers. */
export const hasBytes = (model: Model, names: readonly string[]): boolean =>
  names.every((name) => isInt8(parameterOf(model, name).encoding?.grid));

/** x W in 8-bit integers, W of linear layers of the same inputs side by side. Inputs are rounded at run time to unsigned bytes
 * over the range that they have in the batch, as ONNX defines DynamicQuantizeLinear; products of
 * bytes are summed up exactly, and the sums times both scales are the result. ONNX Runtime fuses the five nodes into one.
 * Weights are signed bytes: processors with VNNI multiply these at once.
 * @param inputs remembers what has been rounded: several layers may have the same inputs */
export function int8Product(
  graph: GraphBuilder,
  model: Model,
  names: readonly string[],
  x: string,
  inputs: Map<string, readonly string[]>,
): string {
  const parts = names.map((name) => parameterOf(model, name));
  const all = parts.map((part) => matrixCodes(part, part.encoding!.grid!));
  const columns = parts[0].value.shape[1]!;
  const scales = transposed(
    Float32Array,
    all.map((one) => one.scales),
    1,
  );
  const zeros = all.flatMap(({ zeros }) => [...zeros]);
  const middle = zeros.every((zero) => zero === zeros[0]) ? zeros[0] : 128;
  const codes = Int8Array.from(
    transposed(
      Uint8Array,
      all.map((one) => one.codes),
      columns,
    ),
    (code) => code - middle,
  );
  const weight = graph.constant(`${names[0]}.codes`, 'int8', [columns, scales.length], codes);
  const offsets = Int8Array.from(zeros, (zero) => zero - middle);
  const weightZero = offsets.some((zero) => zero !== 0)
    ? graph.constant(`${names[0]}.zeros`, 'int8', [scales.length], offsets)
    : graph.constant('none', 'int8', [], Int8Array.of(0));
  if (!inputs.has(x)) {
    inputs.set(x, graph.split('DynamicQuantizeLinear', [x], {}, ['bytes', 'bytes.scale', 'bytes.zero']));
  }
  const [bytes, scale, zero] = inputs.get(x)!;
  const sums = graph.node('MatMulInteger', [bytes, weight, zero, weightZero]);
  const times = graph.node('Mul', [scale, graph.floats(`${names[0]}.scales`, [scales.length], scales)]);
  return graph.node('Mul', [graph.cast(sums), times], {}, 'MatMul');
}
