import type { Model } from '#models';
import type { ObservedInput } from '../calibration/calibrate.js';
import type { WholeOptions } from '../formats/graph-options.js';
import type { GraphBuilder } from '../graph/builder.js';
import { hasBytes, int8Product, staticProduct } from '../graph/int8-product.js';
import { commonBlock, nbitsProduct } from '../graph/nbits-product.js';
import { tableRows } from '../graph/table.js';
import { linearWeight } from '../graph/weights.js';
import type { DrawnValue } from './value.js';

/** Draws x W of linear layers of the same inputs side by side, by the codes of their weights where the format has it so.
 * @param observed is given what comes into products of bytes, which are then calculated in floats */
export function products(
  graph: GraphBuilder,
  model: Model,
  { weights: format, float, accuracy, ranges }: WholeOptions,
  observed?: Map<string, ObservedInput>,
) {
  const dynamic = new Map<string, readonly string[]>();
  const outputs = new Map<string, string>();
  const observe = (first: string, { name, rows }: Pick<DrawnValue, 'name'> & Pick<ObservedInput, 'rows'>) => {
    if (!outputs.has(name)) outputs.set(name, graph.node('Identity', [name], {}, `${first}.inputs`));
    const output = outputs.get(name)!;
    if (!observed!.has(output)) observed!.set(output, { weights: [], rows });
    observed!.get(output)!.weights.push(first);
  };
  // What is observed is computed once, and nobody ships it: the runtime need not turn codes into floats
  const stored = observed ? 'dense' : format;
  return (names: readonly string[], x: DrawnValue, called: string): string => {
    const weights = names.map((name) => `${name}.weight`);
    // The file holds one copy of weights that multiply tables, too
    if (x.rows === 'table') {
      const matrix = graph.inFloat(float, () => graph.toFloat32(linearWeight(graph, model, weights, format)));
      return graph.node('MatMul', [x.name, matrix], {}, called);
    }
    // One row of each text is little beside those of its tokens: bytes would gain nothing there
    if (format === 'int8' && x.rows !== 'sentences' && hasBytes(model, weights)) {
      const range = ranges?.get(weights[0]);
      if (range) return staticProduct(graph, model, weights, x.name, range);
      if (!observed) return int8Product(graph, model, weights, x.name, dynamic);
      observe(weights[0], { name: x.name, rows: x.rows });
    }
    const block = format === 'int4' ? commonBlock(model, weights) : undefined;
    if (block !== undefined) return nbitsProduct(graph, model, weights, x.name, block, accuracy);
    return graph.node('MatMul', [x.name, linearWeight(graph, model, weights, stored)], {}, called);
  };
}

/** Draws x T' for a table T [entries, width] that is also that of the embeddings: its codes stand in the file once. */
export function tableProduct(
  graph: GraphBuilder,
  model: Model,
  { weights: format, accuracy }: WholeOptions,
  name: string,
  x: string,
): string {
  const block = format === 'int4' ? commonBlock(model, [name]) : undefined;
  if (block !== undefined) return nbitsProduct(graph, model, [name], x, block, accuracy);
  const columns = graph.node('Transpose', [tableRows(graph, model, name, format)], { perm: [1, 0] });
  return graph.node('MatMul', [x, columns]);
}
