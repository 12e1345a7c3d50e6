import { writeFile } from 'node:fs/promises';
import type { Model } from '#models';
import { answersFor, declared, dimensions, embedding, familyOf } from '#families';
import type { ObservedInput } from './calibration/calibrate.js';
import { drawing } from './drawing/drawing.js';
import { INPUTS } from './drawing/inputs.js';
import { type GraphOptions, wholeOptions } from './formats/graph-options.js';
import { GraphBuilder, type GraphValue } from './graph/builder.js';
import { namedOutputs } from './outputs.js';

/** Writes a model as an ONNX file, its inputs to what its head answers, and answers with its size in bytes. Pruned weights are
 * stored dense, for ONNX Runtime has no use for sparse ones; heads, neurons and layers that are gone are not there.
 * @throws TlcError MODEL_WRONG_HEAD */
export async function exportOnnx(model: Model, path: string, options: GraphOptions = {}): Promise<number> {
  const bytes = graphOf(model, options);
  await writeFile(path, bytes);
  return bytes.length;
}

/** The bytes of the file.
 * @param observed is given what comes into products of bytes, by the names of outputs that the graph then has for it; nothing is
 * rounded in such a graph */
export function graphOf(
  model: Model,
  { observed, ...options }: GraphOptions & { readonly observed?: Map<string, ObservedInput> },
): Uint8Array {
  const { config, head } = model;
  const whole = wholeOptions(options);
  const graph = new GraphBuilder(whole.float);
  const on = drawing(graph, model, whole, { observed });
  const drawn = declared(on, familyOf(config), config, head.kind === 'embeddings' ? { kind: 'none' } : head);
  const outputs = namedOutputs(graph, drawn, head);
  if (head.kind === 'embeddings') outputs.push(...namedOutputs(graph, embedding(on, drawn, head), head));
  // Their shapes are ONNX Runtime's to find
  for (const name of observed?.keys() ?? []) outputs.push({ name, type: 'float32' });
  return graph.finish(familyOf(config).id, inputsOf(model), outputs);
}

function inputsOf({ config, head }: Model): GraphValue[] {
  const input = (name: string, length = 'length'): GraphValue => ({ name, type: 'int64', shape: ['batch', length] });
  return [
    input(INPUTS.ids),
    input(INPUTS.mask),
    ...(dimensions(config).types > 1 ? [input(INPUTS.types)] : []),
    ...(answersFor(head) === 'target' ? [input(INPUTS.target, 'target_length')] : []),
  ];
}
