import { relativeBucket } from '#engine';
import type { GraphBuilder } from '../graph/builder.js';
import { byOffset } from './offset-table.js';
import type { Sequence } from './sequence.js';
import type { DrawnValue } from './value.js';

/** Longest input whose offsets a graph has buckets for; past `distance` they are all alike. */
const LONGEST = 4096;

/** What is added to the scores, [heads, length, length]: a table's row by bucket of the offset. */
export function relativeBias(
  graph: GraphBuilder,
  tokens: Sequence,
  { table, distance }: { readonly table: DrawnValue; readonly distance: number },
): string {
  const buckets = table.entries!;
  const of = (offset: number) => relativeBucket(offset, buckets, distance);
  const rows = graph.node('Gather', [graph.fromFloat32(table.name), byOffset(graph, tokens, 'buckets', LONGEST, of)], {
    axis: 0,
  });
  return graph.node('Transpose', [rows], { perm: [2, 0, 1] }, 'relative_bias');
}
