import type { Model } from '#models';
import type { GraphOptions } from '../formats/graph-options.js';
import type { GraphBuilder } from '../graph/builder.js';
import { hasBytes, int8Product } from '../graph/int8-product.js';
import { commonBlock, nbitsProduct } from '../graph/nbits-product.js';
import { tableRows } from '../graph/table.js';
import { linearWeight } from '../graph/weights.js';
import type { DrawnValue } from './value.js';

/** Draws x W of linear layers of the same inputs side by side, by the codes of their weights where the format has it so. */
export function products(
  graph: GraphBuilder,
  model: Model,
  { weights: format, float, accuracy }: Required<GraphOptions>,
) {
  const bytes = new Map<string, readonly string[]>();
  return (names: readonly string[], { name: x, rows }: DrawnValue, called: string): string => {
    const weights = names.map((name) => `${name}.weight`);
    // The file holds one copy of weights that multiply tables, too
    if (rows === 'table') {
      const matrix = graph.inFloat(float, () => graph.toFloat32(linearWeight(graph, model, weights, format)));
      return graph.node('MatMul', [x, matrix], {}, called);
    }
    if (format === 'int8' && hasBytes(model, weights)) return int8Product(graph, model, weights, x, bytes);
    const block = format === 'int4' ? commonBlock(model, weights) : undefined;
    if (block !== undefined) return nbitsProduct(graph, model, weights, x, block, accuracy);
    return graph.node('MatMul', [x, linearWeight(graph, model, weights, format)], {}, called);
  };
}

/** Draws x T' for a table T [entries, width] that is also that of the embeddings: its codes stand in the file once. */
export function tableProduct(
  graph: GraphBuilder,
  model: Model,
  { weights: format, accuracy }: Required<GraphOptions>,
  name: string,
  x: string,
): string {
  const block = format === 'int4' ? commonBlock(model, [name]) : undefined;
  if (block !== undefined) return nbitsProduct(graph, model, [name], x, block, accuracy);
  const columns = graph.node('Transpose', [tableRows(graph, model, name, format)], { perm: [1, 0] });
  return graph.node('MatMul', [x, columns]);
}
