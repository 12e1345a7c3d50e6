import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dimensions, familyOf } from '#families';
import type { OperationContext, OperationResult } from '#jobs';
import { disposeModel, type Model, modelShape, parameterCount, readModel, withHead } from '#models';
import { isOneSided, readTokenizerFiles, TARGET_TOKENIZER } from '#text';
import { writeModelArtifact } from '#training';
import type { ModelImportConfig } from './config.js';
import { licenceOf } from './licence.js';
import { headOf } from './head.js';
import { fetchSource } from './source.js';

/** Takes a Hugging Face folder or a model of the hub, with a new head if labels or a pooling are given. */
export async function run(context: OperationContext<ModelImportConfig>): Promise<OperationResult> {
  const { config, output, recipe, seed } = context;
  const { folder: from, source } = await fetchSource(context);
  const read = await readModel(from);
  const models = [read];
  try {
    const { tokens } = familyOf(read.config);
    const tokenizer = (await readTokenizerFiles(from, tokens)).json;
    const head = headOf(config, read.head);
    const headed: Model = head === read.head ? read : withHead(read, head, seed);
    if (headed !== read) models.push(headed);
    const shape = modelShape(headed);
    const summary = {
      parameters: parameterCount(shape),
      layers: dimensions(shape.config).layers,
      head: shape.head.kind,
    };
    const license = await licenceOf(from);
    const making = { recipe, summary, from, ...(source && { source }), ...(license !== undefined && { license }) };
    await writeModelArtifact(output, { ...headed, tokenizer }, making);
    if (isOneSided(tokenizer)) {
      const { json } = await readTokenizerFiles(from, tokens, 'target');
      await writeFile(join(output, TARGET_TOKENIZER), json);
    }
    return { summary };
  } finally {
    models.forEach(disposeModel);
  }
}
