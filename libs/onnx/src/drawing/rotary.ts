import type { GraphBuilder } from '../graph/builder.js';
import type { Sequence } from './sequence.js';

/** Turns each pair of coordinates of x [batch, heads, length, size], half a vector apart, by an angle that grows with the
 * position: Su et al. 2021, arXiv 2104.09864, in the order of Hugging Face's `rotate_half`. */
export function rotate(graph: GraphBuilder, tokens: Sequence, x: string, size: number, base: number): string {
  // Angles of positions past 2,048 are whole numbers in half precision
  const all = graph.inFloat('float32', () => angles(graph, tokens, size, base));
  const [cosine, sine] = all.map((part) => graph.fromFloat32(part));
  const [first, second] = graph.split('Split', [x], { axis: -1, num_outputs: 2 }, ['first', 'second']);
  const half = graph.node('Concat', [graph.node('Neg', [second]), first], { axis: -1 });
  return graph.node('Add', [graph.node('Mul', [x, cosine]), graph.node('Mul', [half, sine])], {}, 'rotated');
}

/** Cosines and sines. */
function angles(graph: GraphBuilder, tokens: Sequence, size: number, base: number): string[] {
  const frequencies = Float32Array.from({ length: size / 2 }, (_, i) => base ** ((-2 * i) / size));
  const places = graph.cast(tokens.positions());
  const column = graph.node('Unsqueeze', [places, graph.integers('last', [-1])]);
  const half = graph.node('Mul', [column, graph.floats('frequencies', [size / 2], frequencies)]);
  const all = graph.node('Concat', [half, half], { axis: -1 }, 'angles');
  return [graph.node('Cos', [all]), graph.node('Sin', [all])];
}
