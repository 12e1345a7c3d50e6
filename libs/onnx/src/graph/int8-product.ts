import type { Model } from '#models';
import type { ByteRange } from '../calibration/range.js';
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
 * @param inputs remembers what has been rounded: several layers may have the same inputs */
export function int8Product(
  graph: GraphBuilder,
  model: Model,
  names: readonly string[],
  x: string,
  inputs: Map<string, readonly string[]>,
): string {
  const weight = signedBytes(graph, model, names);
  const weightZero = weight.zeros ?? graph.constant('none', 'int8', [], Int8Array.of(0));
  if (!inputs.has(x)) {
    inputs.set(x, graph.split('DynamicQuantizeLinear', [x], {}, ['bytes', 'bytes.scale', 'bytes.zero']));
  }
  const [bytes, scale, zero] = inputs.get(x)!;
  const sums = graph.node('MatMulInteger', [bytes, weight.codes, zero, weightZero]);
  const times = graph.node('Mul', [scale, weight.scales]);
  return graph.node('Mul', [graph.cast(sums), times], {}, 'MatMul');
}

/** The same with inputs rounded over a range that was found before, between QuantizeLinear and DequantizeLinear (QDQ): ONNX Runtime
 * makes one product of bytes of these. */
export function staticProduct(
  graph: GraphBuilder,
  model: Model,
  names: readonly string[],
  x: string,
  range: ByteRange,
): string {
  const { codes, scales, zeros } = signedBytes(graph, model, names);
  const rounding = [
    graph.floats('bytes.scale', [], Float32Array.of(range.scale)),
    graph.constant('bytes.zero', 'uint8', [], Uint8Array.of(range.zero)),
  ];
  const bytes = graph.node('QuantizeLinear', [x, ...rounding], {}, 'bytes');
  const inputs = graph.node('DequantizeLinear', [bytes, ...rounding], {}, 'rounded');
  const weight = graph.node('DequantizeLinear', [codes, scales, ...(zeros === undefined ? [] : [zeros])], { axis: 1 });
  return graph.node('MatMul', [inputs, weight]);
}

/** Codes [in, out] of linear layers side by side with a scale and a zero point for each output; without zero points where all are 0.
 * They are signed: processors with VNNI multiply unsigned bytes with signed ones at once. */
function signedBytes(graph: GraphBuilder, model: Model, names: readonly string[]) {
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
  const offsets = Int8Array.from(zeros, (zero) => zero - middle);
  return {
    codes: graph.constant(`${names[0]}.codes`, 'int8', [columns, scales.length], codes),
    scales: graph.floats(`${names[0]}.scales`, [scales.length], scales),
    zeros: offsets.some((zero) => zero !== 0)
      ? graph.constant(`${names[0]}.zeros`, 'int8', [scales.length], offsets)
      : undefined,
  };
}
