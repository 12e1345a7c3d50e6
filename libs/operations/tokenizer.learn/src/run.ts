import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TlcError } from '#contracts';
import { type OperationContext, type OperationResult, pathOf } from '#jobs';
import { findParallel, findSplits, learnTokenizer, readLines, readText, type SplitFiles } from '#text';
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
  const read = config.languages ? readLines : (file: string) => readText(file, config.column);
  const lines = (await Promise.all(train.map(read))).flat();
  context.progress({ phase: 'learning', done: 0.3 });
  const tokenizer = learnTokenizer(lines, {
    vocabSize: config.vocab_size,
    lowercase: config.lowercase,
    // A translation is written with its accents
    stripAccents: config.strip_accents ?? (config.languages ? false : undefined),
    minFrequency: config.min_frequency,
  });
  if (tokenizer.vocabSize < config.vocab_size) {
    const why = `the text has no more pairs that occur ${config.min_frequency} times`;
    context.log('warning', `the vocabulary has ${tokenizer.vocabSize} pieces instead of ${config.vocab_size}: ${why}`);
  }
  await writeFile(join(output, 'tokenizer.json'), tokenizer.json);
  return { summary: { pieces: tokenizer.vocabSize, lines: lines.length } };
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
