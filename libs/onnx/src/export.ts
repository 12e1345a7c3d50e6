import { writeFile } from 'node:fs/promises';
import type { Model } from '#models';
import { declared, dimensions, embedding, familyOf } from '#families';
import { drawing } from './drawing/drawing.js';
import { GraphBuilder } from './graph/builder.js';
import type { WeightFormat } from './graph/weights.js';
import { namedOutputs } from './outputs.js';

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

function graphOf(model: Model, format: WeightFormat): Uint8Array {
  const { config, head } = model;
  const graph = new GraphBuilder();
  const on = drawing(graph, model, format);
  const drawn = declared(on, familyOf(config), config, head.kind === 'embeddings' ? { kind: 'none' } : head);
  const outputs = namedOutputs(graph, drawn, head);
  if (head.kind === 'embeddings') outputs.push(...namedOutputs(graph, embedding(on, drawn, head), head));
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
