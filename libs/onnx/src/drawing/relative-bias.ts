import { relativeBucket } from '#engine';
import type { AttentionOptions } from '#families';
import type { GraphBuilder } from '../graph/builder.js';
import { byOffset } from './offset-table.js';
import type { Sequence } from './sequence.js';
import type { DrawnValue } from './value.js';

/** What is added to the scores, [heads, length, length]: a table's row by bucket of the offset. */
export function relativeBias(
  graph: GraphBuilder,
  tokens: Sequence,
  { table, ...spread }: NonNullable<AttentionOptions<DrawnValue>['bias']> & { readonly causal?: boolean },
): string {
  const of = (offset: number) => relativeBucket(offset, { ...spread, buckets: table.entries! });
  const buckets = byOffset(graph, tokens, 'buckets', spread.distance + 1, of);
  const rows = graph.node('Gather', [graph.fromFloat32(table.name), buckets], {
    axis: 0,
  });
  return graph.node('Transpose', [rows], { perm: [2, 0, 1] }, 'relative_bias');
}
