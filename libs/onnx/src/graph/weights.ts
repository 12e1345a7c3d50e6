import type { Grid, Model, Parameter } from '#models';
import type { GraphBuilder } from './builder.js';
import { matrixCodes, packNibbles } from './codes.js';

/** Whether constants keep the integers of a compressed model, which the runtime turns into floats (`encoded`) or multiplies as
 * they are where it can (`int8`), or hold float32. */
export type WeightFormat = 'encoded' | 'int8' | 'float32';

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
  if (format !== 'float32' && grids.every((grid) => grid && alike(grid, grids[0]!))) {
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

/** Rows `indices` of an embedding table [entries, hidden]. A table on a grid keeps its codes (two to a byte for up to 4
 * bits), and only the rows that are taken become floats. */
export function embeddingRows(graph: GraphBuilder, model: Model, name: string, indices: string, format: WeightFormat) {
  const { value, encoding } = parameterOf(model, name);
  const [entries, hidden] = value.shape as [number, number];
  const grid = encoding?.grid;
  const gather = (table: string, what: string) =>
    graph.node('Gather', [table, indices], { axis: 0 }, `${name}.${what}`);
  if (format === 'float32' || !grid || (grid.granularity === 'group' && hidden % grid.groupSize! !== 0)) {
    return gather(graph.floats(name, [entries, hidden], valuesOf(model, name)), 'rows');
  }
  const { codes, scales, zeros, blocks: groups } = matrixCodes(parameterOf(model, name), grid);
  const packed = grid.bits <= 4 && hidden % 2 === 0;
  const table = graph.constant(
    `${name}.codes`,
    'uint8',
    [entries, packed ? hidden / 2 : hidden],
    packed ? packNibbles(codes) : codes,
  );
  const rows = packed ? nibbles(graph, gather(table, 'packed')) : gather(table, 'codes.rows');
  const parts = graph.node('Reshape', [
    graph.node('Cast', [rows], { to: 1 }),
    graph.integers('groups', [0, 0, groups, -1]),
  ]);
  const each = (data: Float32Array, what: string) =>
    graph.node('Unsqueeze', [
      gather(graph.floats(`${name}.${what}`, [entries, groups], data), `${what}.rows`),
      graph.integers('last', [-1]),
    ]);
  const centred = graph.node('Sub', [parts, each(Float32Array.from(zeros), 'zeros')]);
  const scaled = graph.node('Mul', [centred, each(scales, 'scales')]);
  return graph.node('Reshape', [scaled, graph.integers('hidden', [0, 0, hidden])], {}, `${name}.rows`);
}

/** Bytes [.., n] to nibbles [.., 2 n], the low one first. */
function nibbles(graph: GraphBuilder, bytes: string): string {
  const axis = graph.integers('last', [-1]);
  const low = graph.node('BitwiseAnd', [bytes, graph.constant('fifteen', 'uint8', [], Uint8Array.of(15))]);
  const high = graph.node('BitShift', [bytes, graph.constant('four', 'uint8', [], Uint8Array.of(4))], {
    direction: 'RIGHT',
  });
  const pairs = graph.node('Concat', [graph.node('Unsqueeze', [low, axis]), graph.node('Unsqueeze', [high, axis])], {
    axis: -1,
  });
  return graph.node('Reshape', [pairs, graph.integers('flat', [0, 0, -1])]);
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
