import type { Model } from '#models';
import type { WeightFormat } from '../formats/dtypes.js';
import type { GraphBuilder } from './builder.js';
import { matrixCodes, packNibbles } from './codes.js';
import { parameterOf, valuesOf } from './weights.js';

/** Rows `indices` [batch, length] of a table [entries, width], or all of it. A table on a grid keeps its codes (two to a byte for
 * up to 4 bits), and only the rows that are taken become floats. */
export function tableRows(
  graph: GraphBuilder,
  model: Model,
  name: string,
  format: WeightFormat,
  indices?: string,
): string {
  const { value, encoding } = parameterOf(model, name);
  const [entries, width] = value.shape as [number, number];
  const grid = encoding?.grid;
  const gather = (table: string, what: string) =>
    indices === undefined ? table : graph.node('Gather', [table, indices], { axis: 0 }, `${name}.${what}`);
  if (format === 'dense' || !grid || (grid.granularity === 'group' && width % grid.groupSize! !== 0)) {
    return gather(graph.floats(name, [entries, width], valuesOf(model, name)), 'rows');
  }
  const { codes, scales, zeros, blocks: groups } = matrixCodes(parameterOf(model, name), grid);
  const packed = grid.bits <= 4 && width % 2 === 0;
  const table = graph.constant(
    `${name}.codes`,
    'uint8',
    [entries, packed ? width / 2 : width],
    packed ? packNibbles(codes) : codes,
  );
  /** The axes before the last, as they are. */
  const before = indices === undefined ? [0] : [0, 0];
  const shaped = (x: string, what: string, last: readonly number[]) =>
    graph.node('Reshape', [x, graph.integers(what, [...before, ...last])], {}, `${name}.${what}`);
  const rows = packed ? shaped(nibbles(graph, gather(table, 'packed')), 'flat', [-1]) : gather(table, 'codes.rows');
  const parts = shaped(graph.cast(rows), 'groups', [groups, -1]);
  const each = (data: Float32Array, what: string) =>
    graph.node('Unsqueeze', [
      gather(graph.floats(`${name}.${what}`, [entries, groups], data), `${what}.rows`),
      graph.integers('last', [-1]),
    ]);
  const centred = graph.node('Sub', [parts, each(Float32Array.from(zeros), 'zeros')]);
  return shaped(graph.node('Mul', [centred, each(scales, 'scales')]), 'rows', [width]);
}

/** Bytes [.., n] to pairs of their halves [.., n, 2], the low one first. */
function nibbles(graph: GraphBuilder, bytes: string): string {
  const axis = graph.integers('last', [-1]);
  const low = graph.node('BitwiseAnd', [bytes, graph.constant('fifteen', 'uint8', [], Uint8Array.of(15))]);
  const high = graph.node('BitShift', [bytes, graph.constant('four', 'uint8', [], Uint8Array.of(4))], {
    direction: 'RIGHT',
  });
  return graph.node('Concat', [graph.node('Unsqueeze', [low, axis]), graph.node('Unsqueeze', [high, axis])], {
    axis: -1,
  });
}
