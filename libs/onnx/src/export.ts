import { writeFile } from 'node:fs/promises';
import type { Model } from '#models';
import { declared, dimensions, familyOf } from '#families';
import { drawing } from './drawing/drawing.js';
import type { DrawnValue } from './drawing/value.js';
import { GraphBuilder, type GraphValue } from './graph/builder.js';
import type { WeightFormat } from './graph/weights.js';

/** Names of the graph's inputs, int64 [batch, length] each, as Transformers.js and Optimum have them. */
const INPUTS = ['input_ids', 'attention_mask'] as const;

/** Where the family tells the texts of a pair apart. */
const TYPES = 'token_type_ids';

/** Writes a model as an ONNX file, INPUTS to what its head answers, and answers with its size in bytes.
 * `encoded` (the default) keeps the integers of weights that lie on a grid, so that the file of a quantized model is
 * small; pruned weights are stored dense, for ONNX Runtime has no use for sparse ones.
 * @throws TlcError MODEL_WRONG_HEAD */
export async function exportOnnx(model: Model, path: string, format: WeightFormat = 'encoded'): Promise<number> {
  const bytes = graphOf(model, format);
  await writeFile(path, bytes);
  return bytes.length;
}

/** The outputs of a graph by the model's head, as Optimum calls them: the logits, for question answering those of the
 * answer's first and last token, for an encoder without a head its hidden states. */
function graphOf(model: Model, format: WeightFormat): Uint8Array {
  const { config, head } = model;
  const graph = new GraphBuilder();
  const answer = declared(drawing(graph, model, format), familyOf(config), config, head);
  const outputs = namedOutputs(graph, answer, head);
  return graph.finish(
    familyOf(config).id,
    [...INPUTS, ...(dimensions(config).types > 1 ? [TYPES] : [])].map((name) => ({
      name,
      type: 'int64',
      shape: ['batch', 'length'],
    })),
    outputs,
  );
}

function namedOutputs(graph: GraphBuilder, answer: DrawnValue, head: Model['head']): GraphValue[] {
  const output = (name: string, value: string, shape: (string | number)[]): GraphValue => {
    graph.node('Identity', [value], {}, name);
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
  const name = head.kind === 'none' ? 'last_hidden_state' : 'logits';
  return [output(name, answer.name, [...(answer.rows === 'tokens' ? tokens : ['batch']), answer.width])];
}
