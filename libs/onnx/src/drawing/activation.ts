import type { Activation } from '#families';
import type { GraphBuilder } from '../graph/builder.js';

/** An activation as nodes of a graph. */
export function activation(graph: GraphBuilder, x: string, activation: Activation): string {
  switch (activation) {
    case 'gelu':
      return graph.node('Gelu', [x]);
    case 'gelu_tanh':
      return graph.node('Gelu', [x], { approximate: 'tanh' });
    case 'relu':
      return graph.node('Relu', [x]);
    case 'silu':
      return graph.node('Mul', [x, graph.node('Sigmoid', [x])]);
    case 'tanh':
      return graph.node('Tanh', [x]);
  }
}
