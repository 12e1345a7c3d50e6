import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ModelImportConfig, TlcError } from '#contracts';
import { disposeModel, type Model, modelShape, parameterCount, readModel, withHead } from '#models';
import type { OperationContext, OperationResult } from '#runtime';
import { openTokenizer, wordPieceTokenizer } from '#text';
import { writeModelArtifact } from '#training';
import { pathOf } from './inputs.js';

/** Takes a Hugging Face folder, with a new classification head if labels are given. */
export async function importModel(context: OperationContext<ModelImportConfig>): Promise<OperationResult> {
  const { config, inputs, output, recipe, seed } = context;
  const from = pathOf(inputs, 'from') as string;
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
    await writeModelArtifact(output, { ...headed, tokenizer }, { recipe, summary, from });
    return { summary };
  } finally {
    models.forEach(disposeModel);
  }
}

/** A tokenizer.json for an older folder, which has only the vocabulary.
 * @throws TlcError MODEL_MISSING_FILE where it has neither */
async function tokenizerOfVocabulary(folder: string): Promise<string> {
  const vocabulary = await readFile(join(folder, 'vocab.txt'), 'utf8').catch((cause: unknown) => {
    const message = `the model folder ${folder} has neither tokenizer.json nor vocab.txt`;
    throw new TlcError('MODEL_MISSING_FILE', message, { cause, details: { folder, name: 'tokenizer.json' } });
  });
  const settings = await readFile(join(folder, 'tokenizer_config.json'), 'utf8').catch(() => '{}');
  const { do_lower_case: lowercase = true } = JSON.parse(settings) as { do_lower_case?: boolean };
  const pieces = vocabulary.split(/\r?\n/);
  while (pieces.at(-1) === '') pieces.pop();
  return wordPieceTokenizer(pieces, { lowercase });
}
