import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cancelIfAborted, TlcError } from '#contracts';
import { type OperationContext, type OperationResult, pathOf } from '#jobs';
import { findParallel, findSplits, holding, learnFromWords, streamSides, streamText, WordCounter } from '#text';
import type { TokenizerLearnConfig } from './config.js';

/** Learns a vocabulary from the train split: `tokenizer.json`. */
export async function run(context: OperationContext<TokenizerLearnConfig>): Promise<OperationResult> {
  const { config, inputs, output } = context;
  const path = pathOf(inputs, 'corpus');
  const texts = await trainTexts(context, path);
  context.progress({ phase: 'reading' });
  // A translation is written with its accents
  const stripAccents = config.strip_accents ?? (config.languages ? false : undefined);
  const settings = { algorithm: config.algorithm, lowercase: config.lowercase, stripAccents };
  const counter = new WordCounter(settings);
  let lines = 0;
  for await (const batch of texts) {
    cancelIfAborted(context.signal);
    for (const line of batch) counter.add(line);
    lines += batch.length;
  }
  context.progress({ phase: 'learning', done: 0.3 });
  const tokenizer = learnFromWords(counter.counts(), {
    ...settings,
    vocabSize: config.vocab_size,
    minFrequency: config.min_frequency,
  });
  if (!counter.isExact) {
    context.log('warning', 'the text has more different words than are counted: the rarest were forgotten');
  }
  if (tokenizer.vocabSize < config.vocab_size) {
    const why = `the text has no more that occur ${config.min_frequency} times`;
    context.log('warning', `the vocabulary has ${tokenizer.vocabSize} pieces instead of ${config.vocab_size}: ${why}`);
  }
  await writeFile(join(output, 'tokenizer.json'), tokenizer.json);
  return { summary: { pieces: tokenizer.vocabSize, lines } };
}

/** The texts of the train split, some at a time: of parallel text those of all its languages.
 * @throws TlcError DATA_NO_SPLIT where there is none, and what finding and reading files throws */
async function trainTexts(context: OperationContext<TokenizerLearnConfig>, path: string) {
  const { column, languages } = context.config;
  const onWarning = (text: string) => context.log('warning', text);
  if (languages) {
    const [first, second = first] = languages;
    const text = { languages: [first, second] as const, onWarning };
    const { train, ...others } = await findParallel(path, text, ['train']);
    return train ? streamSides(train, text) : lacksTrain(path, others);
  }
  const { train, ...others } = await findSplits(path, { fits: holding(column), onWarning });
  return train ? textsOf(train, column) : lacksTrain(path, others);
}

async function* textsOf(files: readonly string[], column: string | undefined) {
  for (const file of files) yield* streamText(file, column);
}

function lacksTrain(path: string, others: object): never {
  const there = Object.keys(others);
  throw new TlcError('DATA_NO_SPLIT', `${path} has no train split to learn from; it has ${there.join(', ')}`, {
    details: { path, splits: there },
  });
}
