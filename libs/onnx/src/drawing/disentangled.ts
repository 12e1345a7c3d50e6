import { relativePosition } from '#engine';
import type { DisentangledOptions } from '#families';
import type { GraphBuilder } from '../graph/builder.js';
import { cutIntoHeads, mix, scaled, turned } from './heads.js';
import { byOffset } from './offset-table.js';
import type { Sequence } from './sequence.js';
import type { DrawnValue } from './value.js';

/** Attention to content and to relative positions (He et al. 2021, arXiv 2006.03654, equation 4): the scores of content,
 * those of content to position, and those of position to content, over the root of their number times the head's size. */
export function disentangled(
  graph: GraphBuilder,
  tokens: Sequence,
  qkv: DrawnValue,
  how: DisentangledOptions<DrawnValue>,
): DrawnValue {
  const cut = cutIntoHeads(graph, qkv, how.heads);
  const hidden = qkv.width / 3;
  const { q, k, size } = cut;
  const places = how.positionKeys || how.positionQueries ? rowsOfPairs(graph, tokens, how) : '';
  const terms = [graph.node('MatMul', [q, turned(graph, k)])];
  const toPosition = (x: string, position: DrawnValue) => {
    const shape = graph.integers('heads', [-1, how.heads, size]);
    const heads = graph.node('Reshape', [graph.fromFloat32(position.name), shape]);
    const columns = graph.node('Transpose', [heads], { perm: [1, 2, 0] });
    return graph.node('MatMul', [x, columns]);
  };
  const picked = (scores: string, index: string) => {
    const [batch] = graph.split('Split', [graph.node('Shape', [scores])], { axis: 0, num_outputs: 4 }, [
      'batch',
      'h',
      'l',
      'r',
    ]);
    const shape = graph.node('Concat', [batch, graph.integers('all', [how.heads]), graph.node('Shape', [index])], {
      axis: 0,
    });
    return graph.node('GatherElements', [scores, graph.node('Expand', [index, shape])], { axis: -1 });
  };
  if (how.positionKeys) terms.push(picked(toPosition(q, how.positionKeys), places));
  if (how.positionQueries) {
    const byKey = graph.node('Transpose', [places], { perm: [1, 0] });
    terms.push(turned(graph, picked(toPosition(k, how.positionQueries), byKey)));
  }
  const sum = terms.reduce((a, b) => graph.node('Add', [a, b]));
  const scores = graph.node('Add', [scaled(graph, sum, 1 / Math.sqrt(size * terms.length)), tokens.mask()!]);
  return { name: mix(graph, scores, cut, hidden), width: hidden, rows: 'tokens' };
}

/** The row of the position's table for each query and key, int64 [length, length]. */
function rowsOfPairs(graph: GraphBuilder, tokens: Sequence, how: DisentangledOptions<DrawnValue>): string {
  // An offset is the key's place less the query's, a relative position the query's less the key's
  const of = (offset: number) => relativePosition(-offset, how.span, how.distance, how.logBuckets);
  return byOffset(graph, tokens, 'relative_positions', LONGEST, of);
}

/** Longest input whose offsets a graph has rows for. */
const LONGEST = 4096;
