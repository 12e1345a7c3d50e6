import type { GraphBuilder } from '../graph/builder.js';
import type { Sequence } from './sequence.js';

/** Turns each pair of coordinates of x [batch, heads, length, size], half a vector apart, by an angle that grows with the
 * position: Su et al. 2021, arXiv 2104.09864, in the order of Hugging Face's `rotate_half`. */
export function rotate(graph: GraphBuilder, tokens: Sequence, x: string, size: number, base: number): string {
  const { cosine, sine } = angles(graph, tokens, size, base);
  const [first, second] = graph.split('Split', [x], { axis: -1, num_outputs: 2 }, ['first', 'second']);
  const half = graph.node('Concat', [graph.node('Neg', [second]), first], { axis: -1 });
  return graph.node('Add', [graph.node('Mul', [x, cosine]), graph.node('Mul', [half, sine])], {}, 'rotated');
}

function angles(graph: GraphBuilder, tokens: Sequence, size: number, base: number) {
  const frequencies = Float32Array.from({ length: size / 2 }, (_, i) => base ** ((-2 * i) / size));
  const places = graph.node('Cast', [tokens.positions()], { to: 1 });
  const column = graph.node('Unsqueeze', [places, graph.integers('last', [-1])]);
  const half = graph.node('Mul', [column, graph.floats('frequencies', [size / 2], frequencies)]);
  const all = graph.node('Concat', [half, half], { axis: -1 }, 'angles');
  return { cosine: graph.node('Cos', [all]), sine: graph.node('Sin', [all]) };
}
