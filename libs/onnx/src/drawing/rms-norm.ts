import type { GraphBuilder } from '../graph/builder.js';

/** x / √(mean of x² + epsilon) times the gain, over the last axis (Zhang and Sennrich 2019, arXiv 1910.07467). */
export function rmsNorm(
  graph: GraphBuilder,
  x: string,
  { gain, epsilon, name }: { readonly gain: string; readonly epsilon: number; readonly name: string },
): string {
  // In half precision squares of hidden states may be too large
  const wide = graph.toFloat32(x);
  const unit = graph.inFloat('float32', () => {
    const square = graph.node('Mul', [wide, wide]);
    const mean = graph.node('ReduceMean', [square, graph.integers('width', [-1])], { keepdims: 1 });
    const least = graph.floats('epsilon', [], Float32Array.of(epsilon));
    return graph.node('Div', [wide, graph.node('Sqrt', [graph.node('Add', [mean, least])])]);
  });
  return graph.node('Mul', [graph.fromFloat32(unit), gain], {}, name);
}
