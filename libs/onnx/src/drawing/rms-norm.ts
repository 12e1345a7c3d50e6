import type { GraphBuilder } from '../graph/builder.js';

/** x / √(mean of x² + epsilon) times the gain, over the last axis (Zhang and Sennrich 2019, arXiv 1910.07467). */
export function rmsNorm(
  graph: GraphBuilder,
  x: string,
  { gain, epsilon, name }: { readonly gain: string; readonly epsilon: number; readonly name: string },
): string {
  const square = graph.node('Mul', [x, x]);
  const mean = graph.node('ReduceMean', [square, graph.integers('width', [-1])], { keepdims: 1 });
  const least = graph.floats('epsilon', [], Float32Array.of(epsilon));
  const root = graph.node('Sqrt', [graph.node('Add', [mean, least])]);
  return graph.node('Mul', [graph.node('Div', [x, root]), gain], {}, name);
}
