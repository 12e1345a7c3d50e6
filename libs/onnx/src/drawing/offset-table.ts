import type { GraphBuilder } from '../graph/builder.js';
import type { Sequence } from './sequence.js';

/** A whole number for each pair of tokens that their offset (second minus first) decides, int64 [length, length].
 * @param longest offset and one: the numbers of those beyond are those of the last ones
 * @param of the number for an offset, from 1 - longest to longest - 1 */
export function byOffset(
  graph: GraphBuilder,
  tokens: Sequence,
  name: string,
  longest: number,
  of: (offset: number) => number,
): string {
  const table = Array.from({ length: 2 * longest - 1 }, (_, i) => of(i + 1 - longest));
  const ends = [1 - longest, longest - 1].map((end) => graph.integers('end', [end], true));
  const offsets = graph.node('Clip', [tokens.offsets(), ...ends]);
  const places = graph.node('Add', [offsets, graph.integers('longest', [longest - 1], true)]);
  return graph.node('Gather', [graph.integers(name, table), places], { axis: 0 }, `${name}.of`);
}
