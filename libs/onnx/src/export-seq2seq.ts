import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Model } from '#models';
import { declared, declaredDecoder, dimensions, familyOf } from '#families';
import { cache } from './drawing/cache.js';
import { drawing } from './drawing/drawing.js';
import { INPUTS } from './drawing/inputs.js';
import { sequence } from './drawing/sequence.js';
import { type Dtype, DTYPES } from './formats/dtypes.js';
import { type WholeOptions, wholeOptions } from './formats/graph-options.js';
import { GraphBuilder, type GraphValue } from './graph/builder.js';
import { namedOutputs } from './outputs.js';

/** The two files of an encoder-decoder in a format, by Optimum's and Transformers.js's names. */
export function seq2seqFiles(dtype: Dtype): { readonly encoder: string; readonly decoder: string } {
  const named = (what: string) => DTYPES[dtype].file.replace('model', what);
  return { encoder: named('encoder_model'), decoder: named('decoder_model_merged') };
}

/** Writes an encoder-decoder as two ONNX files: the encoder, and the decoder, which takes the keys and values of the tokens before
 * and of the source where `use_cache_branch` says that they are given, and else makes them.
 * @returns the bytes of both
 * @throws TlcError MODEL_WRONG_HEAD for a model without a decoder */
export async function exportSeq2Seq(model: Model, folder: string, dtype: Dtype): Promise<number> {
  const options = wholeOptions(DTYPES[dtype]);
  const files = seq2seqFiles(dtype);
  const decoder = decoderGraph(model, options);
  const encoder = encoderGraph(model, options);
  await writeFile(join(folder, files.encoder), encoder);
  await writeFile(join(folder, files.decoder), decoder);
  return encoder.length + decoder.length;
}

const integers = (name: string, length: string): GraphValue => ({ name, type: 'int64', shape: ['batch', length] });

function encoderGraph(model: Model, options: WholeOptions): Uint8Array {
  const { config } = model;
  const graph = new GraphBuilder(options.float);
  const drawn = declared(drawing(graph, model, options), familyOf(config), config, { kind: 'none' });
  const outputs = namedOutputs(graph, drawn, { kind: 'none' });
  const inputs = [integers(INPUTS.ids, 'length'), integers(INPUTS.mask, 'length')];
  return graph.finish(`${familyOf(config).id} encoder`, inputs, outputs);
}

function decoderGraph(model: Model, options: WholeOptions): Uint8Array {
  const { config, head } = model;
  const graph = new GraphBuilder(options.float);
  const { hidden } = dimensions(config);
  const kept = cache(graph, hidden);
  const source = sequence(graph, INPUTS.memory, { mask: INPUTS.memoryMask });
  const on = drawing(graph, model, options, { target: { source, ids: INPUTS.ids, cache: kept } });
  const outputs = namedOutputs(graph, declaredDecoder(on, config, head, kept.memory), head);
  const inputs: GraphValue[] = [
    integers(INPUTS.memoryMask, 'length'),
    integers(INPUTS.ids, 'target_length'),
    { name: INPUTS.memory, type: 'float32', shape: ['batch', 'length', hidden] },
    ...kept.inputs(),
    { name: INPUTS.useCache, type: 'bool', shape: [1] },
  ];
  return graph.finish(`${familyOf(config).id} decoder`, inputs, [...outputs, ...kept.outputs()]);
}
