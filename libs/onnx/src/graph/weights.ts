import type { Grid, Model, Parameter } from '#models';
import type { WeightFormat } from '../formats/dtypes.js';
import type { GraphBuilder } from './builder.js';
import { matrixCodes, packNibbles } from './codes.js';

export function parameterOf(model: Model, name: string): Parameter {
  const found = model.parameters.get(name);
  if (!found) throw new Error(`the model has no parameter ${name}`);
  return found;
}

/** The values of a parameter as it is in memory. */
export function valuesOf(model: Model, name: string): Float32Array {
  return parameterOf(model, name).value.dataSync() as Float32Array;
}

/** Linear weights of the same inputs side by side: W [in, sum of outs] for x W.
 * With one kind of grid on all, W is a DequantizeLinear of their codes: 4-bit integers for grids of up to 4 bits, else
 * 8-bit ones; scales for each output, or for each output and block of inputs. */
export function linearWeight(
  graph: GraphBuilder,
  model: Model,
  names: readonly string[],
  format: WeightFormat,
): string {
  const parts = names.map((name) => parameterOf(model, name));
  const label = names.length > 1 ? names[0].replace(/\.query\.weight$/, '.qkv.weight') : names[0];
  const grids = parts.map((part) => part.encoding?.grid);
  if (format !== 'dense' && grids.every((grid) => grid && alike(grid, grids[0]!))) {
    return dequantizedMatrix(graph, label, parts);
  }
  const [inputs, outputs] = [parts[0].value.shape[1]!, outputsOf(parts)];
  const values = parts.map((part) => part.value.dataSync<'float32'>());
  return graph.floats(label, [inputs, outputs], transposed(Float32Array, values, inputs));
}

function dequantizedMatrix(graph: GraphBuilder, label: string, parts: readonly Parameter[]): string {
  const all = parts.map((part) => matrixCodes(part, part.encoding!.grid!));
  const { blocks, block } = all[0];
  const [inputs, outputs] = [parts[0].value.shape[1]!, outputsOf(parts)];
  const codes = transposed(
    Uint8Array,
    all.map((one) => one.codes),
    inputs,
  );
  const scales = transposed(
    Float32Array,
    all.map((one) => one.scales),
    blocks,
  );
  const zeros = transposed(
    Uint8Array,
    all.map((one) => one.zeros),
    blocks,
  );
  const scaleShape = block === inputs ? [outputs] : [blocks, outputs];
  const small = parts[0].encoding!.grid!.bits <= 4;
  const type = small ? 'uint4' : 'uint8';
  const pack = small ? packNibbles : (bytes: Uint8Array) => bytes;
  const constants = [
    graph.constant(`${label}.codes`, type, [inputs, outputs], pack(codes)),
    graph.floats(`${label}.scales`, scaleShape, scales),
    graph.constant(`${label}.zeros`, type, scaleShape, pack(zeros)),
  ];
  const attributes: Record<string, number> = block === inputs ? { axis: 1 } : { axis: 0, block_size: block };
  return graph.node('DequantizeLinear', constants, attributes, label);
}

/** Grids whose codes can stand in one constant. */
function alike(a: Grid, b: Grid): boolean {
  return (
    (a.granularity === 'group') === (b.granularity === 'group') && a.groupSize === b.groupSize && a.bits === b.bits
  );
}

const outputsOf = (parts: readonly Parameter[]) => parts.reduce((sum, { value }) => sum + value.shape[0], 0);

/** Matrices of `columns` columns one under another, transposed. */
export function transposed<T extends Uint8Array | Float32Array>(
  Kind: new (length: number) => T,
  parts: readonly T[],
  columns: number,
): T {
  const height = parts.reduce((sum, { length }) => sum + length, 0) / columns;
  const out = new Kind(height * columns);
  let top = 0;
  for (const part of parts) {
    const rows = part.length / columns;
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) out[column * height + top + row] = part[row * columns + column];
    top += rows;
  }
  return out;
}
