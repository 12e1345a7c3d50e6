import type { GraphBuilder } from '../graph/builder.js';

/** Queries, keys and values, cut into heads: [batch, heads, length, size]. */
export interface Heads {
  readonly q: string;
  readonly k: string;
  readonly v: string;
  readonly size: number;
}

/** Those of x [batch, length, 3 hidden]. */
export function cutIntoHeads(
  graph: GraphBuilder,
  qkv: { readonly name: string; readonly width: number },
  heads: number,
): Heads {
  const hidden = qkv.width / 3;
  const size = hidden / heads;
  const [q, k, v] = graph
    .split('Split', [qkv.name], { axis: -1, num_outputs: 3 }, ['q', 'k', 'v'])
    .map((part) => ofHeads(graph, part, heads, size));
  return { q, k, v, size };
}

/** Queries of q [batch, length, hidden], keys and values of kv [batch, keys, 2 hidden]. */
export function cutBoth(
  graph: GraphBuilder,
  q: { readonly name: string; readonly width: number },
  kv: { readonly name: string },
  heads: number,
): Heads {
  const size = q.width / heads;
  const [k, v] = graph
    .split('Split', [kv.name], { axis: -1, num_outputs: 2 }, ['k', 'v'])
    .map((part) => ofHeads(graph, part, heads, size));
  return { q: ofHeads(graph, q.name, heads, size), k, v, size };
}

const ofHeads = (graph: GraphBuilder, x: string, heads: number, size: number) =>
  headsFirst(graph, graph.node('Reshape', [x, graph.integers('heads', [0, 0, heads, size])]));

const headsFirst = (graph: GraphBuilder, x: string) => graph.node('Transpose', [x], { perm: [0, 2, 1, 3] });

/** softmax(scores) v, the heads beside one another again: [batch, length, hidden]. */
export function mix(graph: GraphBuilder, scores: string, { v }: Heads, hidden: number): string {
  const context = graph.node('MatMul', [graph.node('Softmax', [scores], { axis: -1 }), v]);
  return graph.node('Reshape', [headsFirst(graph, context), graph.integers('hidden', [0, 0, hidden])]);
}

/** x with its last two axes exchanged. */
export const turned = (graph: GraphBuilder, x: string): string => graph.node('Transpose', [x], { perm: [0, 1, 3, 2] });

/** x times a number. */
export const scaled = (graph: GraphBuilder, x: string, factor: number): string =>
  graph.node('Mul', [x, graph.floats('scale', [], Float32Array.of(factor))]);
