import type { Head } from '#families';
import type { DrawnValue } from './drawing/value.js';
import { DATA_TYPES } from './proto/schema.js';
import type { GraphBuilder, GraphValue } from './graph/builder.js';

/** The output of an embeddings head. */
export const EMBEDDINGS = 'sentence_embedding';

/** The outputs of a graph by the model's head, as Optimum calls them: the logits, for question answering those of the
 * answer's first and last token, for an encoder without a head its hidden states, for embeddings those of the tokens (which
 * Transformers.js pools by itself) and those of the sentences. */
export function namedOutputs(graph: GraphBuilder, answer: DrawnValue, head: Head): GraphValue[] {
  const output = (name: string, value: string, shape: (string | number)[]): GraphValue => {
    graph.node('Cast', [value], { to: DATA_TYPES.float32 }, name);
    return { name, type: 'float32', shape };
  };
  const tokens = ['batch', 'length'];
  if (head.kind === 'question-answering') {
    const halves = graph.split('Split', [answer.name], { axis: -1, num_outputs: 2 }, ['start', 'end']);
    const last = graph.integers('last', [-1]);
    return halves.map((half, i) => {
      return output(i === 0 ? 'start_logits' : 'end_logits', graph.node('Squeeze', [half, last]), tokens);
    });
  }
  if (answer.rows === 'target') return [output('logits', answer.name, ['batch', 'target_length', answer.width])];
  const isForTokens = answer.rows === 'tokens';
  const names = { none: 'last_hidden_state', embeddings: isForTokens ? 'token_embeddings' : EMBEDDINGS };
  const name = names[head.kind as keyof typeof names];
  return [output(name ?? 'logits', answer.name, [...(isForTokens ? tokens : ['batch']), answer.width])];
}
