import { dimensions, familyOf } from '#families';
import type { OperationContext, OperationResult } from '#jobs';
import { disposeModel, type Model, modelShape, parameterCount, readModel, withHead } from '#models';
import { readTokenizerFiles } from '#text';
import { writeModelArtifact } from '#training';
import type { ModelImportConfig } from './config.js';
import { fetchSource } from './source.js';

/** Takes a Hugging Face folder or a model of the hub, with a new classification head if labels are given. */
export async function run(context: OperationContext<ModelImportConfig>): Promise<OperationResult> {
  const { config, output, recipe, seed } = context;
  const { folder: from, source } = await fetchSource(context);
  const read = await readModel(from);
  const models = [read];
  try {
    const tokenizer = (await readTokenizerFiles(from, familyOf(read.config).tokens)).json;
    const headed: Model = config.labels
      ? withHead(read, { kind: 'classification', labels: config.labels }, seed)
      : read;
    if (headed !== read) models.push(headed);
    const shape = modelShape(headed);
    const summary = {
      parameters: parameterCount(shape),
      layers: dimensions(shape.config).layers,
      head: shape.head.kind,
    };
    await writeModelArtifact(output, { ...headed, tokenizer }, { recipe, summary, from, ...(source && { source }) });
    return { summary };
  } finally {
    models.forEach(disposeModel);
  }
}
