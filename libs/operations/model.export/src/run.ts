import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FILES } from '#families';
import { denseModel, disposeModel, type Model, modelShape, readModel, type WriteOptions, writeModel } from '#models';
import { type Dtype, usualDtypes } from '#onnx';
import { type OperationContext, type OperationResult, pathOf } from '#jobs';
import { cardOf, readLineage } from '#training';
import { scoresOf } from './scores.js';
import { checkFormats } from './check-formats.js';
import type { ModelExportConfig } from './config.js';
import { writeGeneration } from './generation.js';
import { writeOnnx } from './onnx.js';
import { browserSettings } from './transformers-js.js';

/** Writes a model for other runtimes, into one folder in the layout of Transformers.js: config.json, model.safetensors
 * (dense float32) and the tokenizer for Transformers, and the files of `onnx` for ONNX Runtime, beside which config.json and
 * tokenizer stand also alone. The card has the model's lineage and scores. ONNX files are compared with the engine.
 * @throws TlcError CONFIG_WRONG_VALUE where scores are of another model */
export async function run(context: OperationContext<ModelExportConfig>): Promise<OperationResult> {
  const { config, inputs, output, signal } = context;
  const model = await readModel(pathOf(inputs, 'model'));
  const summary: Record<string, number> = {};
  try {
    const shape = modelShape(model);
    checkFormats(config, shape);
    const forTransformers = config.formats.includes('transformers');
    const lineage = await readLineage(pathOf(inputs, 'model'));
    if (lineage.length > 0) await writeFile(join(output, 'lineage.json'), `${JSON.stringify(lineage, null, 2)}\n`);
    const card = cardOf(lineage, model.head, await scoresOf(inputs));
    const dtypes = config.formats.includes('onnx') ? ((config.dtypes as Dtype[]) ?? usualDtypes(shape)) : [];
    const settings = browserSettings(dtypes, shape);
    await writeFolder(model, output, { ...card, settings, weights: forTransformers });
    await writeGeneration(model.config, output);
    if (forTransformers) summary.transformers_bytes = (await stat(join(output, FILES.weights))).size;
    signal.throwIfAborted();
    if (dtypes.length > 0) Object.assign(summary, await writeOnnx(model, output, dtypes));
    return { summary };
  } finally {
    disposeModel(model);
  }
}

/** The dense model's folder. */
async function writeFolder(model: Model, output: string, content: WriteOptions): Promise<void> {
  const dense = denseModel(model);
  try {
    await writeModel(dense, output, content);
  } finally {
    disposeModel(dense);
  }
}
