import type { Pooling } from '#families';
import type { GraphBuilder } from '../graph/builder.js';

/** What pooling asks of a batch. */
interface Tokens {
  /** [batch, length]: 1 for tokens, 0 for padding, which comes after them. */
  attended(): string;
  /** int64 [1, length], from 0 on. */
  positions(): string;
  /** []: far below what any hidden state is. */
  unseen(): string;
}

/** A row for each sentence, [batch, width], of x [batch, length, width]. Sums over a text are in float32: its positions alone
 * may add up to more than half precision holds. */
export function pooled(graph: GraphBuilder, tokens: Tokens, x: string, how: Pooling): string {
  if (how === 'first') return graph.node('Gather', [x, graph.integers('first', [0], true)], { axis: 1 }, 'first_token');
  const wide = graph.toFloat32(x);
  return graph.fromFloat32(graph.inFloat('float32', () => overTokens(graph, tokens, wide, how)));
}

function overTokens(graph: GraphBuilder, tokens: Tokens, x: string, how: Exclude<Pooling, 'first'>): string {
  const alongLength = () => graph.integers('length', [1]);
  const number = (value: number) => graph.floats('number', [], Float32Array.of(value));
  const each = (weights: string) => graph.node('Unsqueeze', [weights, graph.integers('width', [-1])]);
  const sum = (values: string, keepdims: 0 | 1) =>
    graph.node('ReduceSum', [values, alongLength()], { keepdims }, keepdims === 1 ? 'count' : 'sum');
  /** The sum of the tokens, each times its weight [batch, length]. */
  const weighted = (weights: string) => sum(graph.node('Mul', [x, each(weights)]), 0);
  /** float32 [1, length], from 1 on. */
  const numbered = () => graph.node('Add', [graph.cast(tokens.positions()), number(1)]);
  switch (how) {
    case 'last': {
      const isLast = graph.node('Equal', [numbered(), sum(tokens.attended(), 1)]);
      return weighted(graph.cast(isLast));
    }
    case 'mean':
      return graph.node('Div', [weighted(tokens.attended()), sum(tokens.attended(), 1)], {}, 'mean');
    case 'mean-root': {
      const root = graph.node('Sqrt', [sum(tokens.attended(), 1)]);
      return graph.node('Div', [weighted(tokens.attended()), root], {}, 'mean_root');
    }
    case 'weighted-mean': {
      const weights = graph.node('Mul', [numbered(), tokens.attended()]);
      return graph.node('Div', [weighted(weights), sum(weights, 1)], {}, 'weighted_mean');
    }
    case 'largest': {
      const absent = graph.node('Mul', [graph.node('Sub', [number(1), tokens.attended()]), tokens.unseen()]);
      const seen = graph.node('Add', [x, each(absent)]);
      return graph.node('ReduceMax', [seen, alongLength()], { keepdims: 0 }, 'largest');
    }
  }
}
