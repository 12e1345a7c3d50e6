import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FILES } from '#families';
import { denseModel, disposeModel, type Model, modelShape, readModel, type WriteOptions, writeModel } from '#models';
import { type Dtype, usualDtypes } from '#onnx';
import { type OperationContext, type OperationResult, optionalPathOf, pathOf } from '#jobs';
import { cardOf, readLineage } from '#training';
import { scoresOf } from './scores.js';
import { calibrated } from './calibration.js';
import { checkFormats } from './check-formats.js';
import type { ModelExportConfig } from './config.js';
import { writeGeneration } from './generation.js';
import { writeOnnx } from './onnx.js';
import { browserSettings } from './transformers-js.js';

/** What `writeModel` calls the weights of a folder for Transformers, and what the summary calls their bytes. */
const WEIGHTS = {
  transformers: { weights: true, called: 'transformers_bytes' },
  'compressed-tensors': { weights: 'compressed-tensors', called: 'compressed_tensors_bytes' },
} as const;

/** Writes a model for other runtimes, into one folder in the layout of Transformers.js: config.json, model.safetensors
 * (dense float32, or integers by compressed-tensors) and the tokenizer for Transformers, and the files of `onnx` for ONNX Runtime, beside which config.json and
 * tokenizer stand also alone. The card has the model's lineage and scores. ONNX files are compared with the engine.
 * @throws TlcError CONFIG_WRONG_VALUE where scores are of another model; what `calibrated` and `writeOnnx` throw */
export async function run(context: OperationContext<ModelExportConfig>): Promise<OperationResult> {
  const { config, inputs, output, signal } = context;
  const model = await readModel(pathOf(inputs, 'model'));
  const summary: Record<string, number> = {};
  try {
    const shape = modelShape(model);
    checkFormats(config, shape, optionalPathOf(inputs, 'dataset') !== undefined);
    const folder = config.formats.find((format) => format !== 'onnx') as keyof typeof WEIGHTS | undefined;
    const lineage = await readLineage(pathOf(inputs, 'model'));
    if (lineage.length > 0) await writeFile(join(output, 'lineage.json'), `${JSON.stringify(lineage, null, 2)}\n`);
    const card = cardOf(lineage, model.head, await scoresOf(inputs));
    const dtypes = config.formats.includes('onnx') ? ((config.dtypes as Dtype[]) ?? usualDtypes(shape)) : [];
    const settings = browserSettings(dtypes, shape);
    await writeFolder(model, output, { ...card, settings, weights: folder ? WEIGHTS[folder].weights : false });
    await writeGeneration(model.config, output);
    if (folder) summary[WEIGHTS[folder].called] = (await stat(join(output, FILES.weights))).size;
    signal.throwIfAborted();
    if (dtypes.length > 0) {
      const products = await calibrated(model, context);
      Object.assign(summary, await writeOnnx(model, output, dtypes, products));
    }
    return { summary };
  } finally {
    disposeModel(model);
  }
}

/** The model's folder: dense, but for weights that compressed-tensors holds. */
async function writeFolder(model: Model, output: string, content: WriteOptions): Promise<void> {
  if (content.weights === 'compressed-tensors') return writeModel(model, output, content);
  const dense = denseModel(model);
  try {
    await writeModel(dense, output, content);
  } finally {
    disposeModel(dense);
  }
}
