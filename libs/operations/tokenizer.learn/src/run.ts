import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cancelIfAborted, TlcError } from '#contracts';
import { type OperationContext, type OperationResult, pathOf } from '#jobs';
import { findParallel, findSplits, learnFromWords, lineBatches, type SplitFiles, streamText, WordCounter } from '#text';
import type { TokenizerLearnConfig } from './config.js';

/** Learns a vocabulary from the train split: `tokenizer.json`. */
export async function run(context: OperationContext<TokenizerLearnConfig>): Promise<OperationResult> {
  const { config, inputs, output } = context;
  const path = pathOf(inputs, 'corpus');
  const { train, ...others } = await splitsOf(context, path);
  if (!train) {
    const there = Object.keys(others);
    throw new TlcError('DATA_NO_SPLIT', `${path} has no train split to learn from; it has ${there.join(', ')}`, {
      details: { path, splits: there },
    });
  }
  context.progress({ phase: 'reading' });
  // A translation is written with its accents
  const stripAccents = config.strip_accents ?? (config.languages ? false : undefined);
  const settings = { algorithm: config.algorithm, lowercase: config.lowercase, stripAccents };
  const counter = new WordCounter(settings);
  let lines = 0;
  for (const file of train) {
    for await (const batch of config.languages ? lineBatches(file) : streamText(file, config.column)) {
      cancelIfAborted(context.signal);
      for (const line of batch) counter.add(line);
      lines += batch.length;
    }
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

/** The files of each split: those of parallel text in all its languages. */
async function splitsOf(context: OperationContext<TokenizerLearnConfig>, path: string): Promise<SplitFiles> {
  const { column, languages } = context.config;
  const fits = column === undefined ? undefined : (columns: readonly string[]) => columns.includes(column);
  if (!languages) return findSplits(path, { fits, onWarning: (text) => context.log('warning', text) });
  const [first, second = first] = languages;
  const { train } = await findParallel(path, [first, second], undefined, ['train']);
  return train ? { train: [...new Set([train.source, train.target])] } : {};
}
