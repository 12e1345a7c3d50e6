import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TlcError } from '#contracts';
import { disposeModel, type Model, modelShape, parameterCount, readModel, withHead } from '#models';
import type { OperationContext, OperationResult } from '#jobs';
import { openTokenizer, wordPieceTokenizer } from '#text';
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
    const tokenizer = read.tokenizer ?? (await tokenizerOfVocabulary(from));
    openTokenizer(tokenizer, join(from, 'tokenizer.json'));
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
    await writeModelArtifact(output, { ...headed, tokenizer }, { recipe, summary, from, ...(source && { source }) });
    return { summary };
  } finally {
    models.forEach(disposeModel);
  }
}

/** A tokenizer.json for an older folder, which has only the vocabulary.
 * @throws TlcError MODEL_MISSING_FILE where it has neither, TOKENIZER_INVALID */
async function tokenizerOfVocabulary(folder: string): Promise<string> {
  const vocabulary = await readFile(join(folder, 'vocab.txt'), 'utf8').catch((cause: unknown) => {
    const message = `the model folder ${folder} has neither tokenizer.json nor vocab.txt`;
    throw new TlcError('MODEL_MISSING_FILE', message, { cause, details: { folder, name: 'tokenizer.json' } });
  });
  const file = join(folder, 'tokenizer_config.json');
  const lowercase = isLowercase(await readFile(file, 'utf8').catch(() => '{}'), file);
  const pieces = vocabulary.split(/\r?\n/);
  while (pieces.at(-1) === '') pieces.pop();
  return wordPieceTokenizer(pieces, { lowercase });
}

function isLowercase(settings: string, file: string): boolean {
  try {
    return (JSON.parse(settings) as { do_lower_case?: boolean }).do_lower_case ?? true;
  } catch (cause) {
    const message = `${file} is not a JSON object: ${(cause as Error).message}`;
    throw new TlcError('TOKENIZER_INVALID', message, { cause, details: { file } });
  }
}
