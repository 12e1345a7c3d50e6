import type { ModelImportConfig } from '#contracts';
import { disposeModel, type Model, modelShape, parameterCount, readModel, withHead } from '#models';
import { type OperationContext, type OperationResult, pathOf } from '#runtime/operation';
import { BERT_RULES, readTokenizerFiles } from '#text';
import { writeModelArtifact } from '#training';

/** Takes a Hugging Face folder, with a new classification head if labels are given. */
export async function importModel(context: OperationContext<ModelImportConfig>): Promise<OperationResult> {
  const { config, inputs, output, recipe, seed } = context;
  const from = pathOf(inputs, 'from');
  const read = await readModel(from);
  const models = [read];
  try {
    const tokenizer = (await readTokenizerFiles(from, BERT_RULES)).json;
    const headed: Model = config.labels
      ? withHead(read, { kind: 'classification', labels: config.labels }, seed)
      : read;
    if (headed !== read) models.push(headed);
    const shape = modelShape(headed);
    const summary = {
      parameters: parameterCount(shape),
      layers: shape.config.num_hidden_layers,
      head: shape.head.kind,
    };
    await writeModelArtifact(output, { ...headed, tokenizer }, { recipe, summary, from });
    return { summary };
  } finally {
    models.forEach(disposeModel);
  }
}
