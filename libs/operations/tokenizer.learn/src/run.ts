import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TlcError } from '#contracts';
import { type OperationContext, type OperationResult, pathOf } from '#jobs';
import { findSplits, learnTokenizer, readText } from '#text';
import type { TokenizerLearnConfig } from './config.js';

/** Learns a vocabulary from the train split: `tokenizer.json`. */
export async function run(context: OperationContext<TokenizerLearnConfig>): Promise<OperationResult> {
  const { config, inputs, output } = context;
  const path = pathOf(inputs, 'corpus');
  const { train, ...others } = await findSplits(path, {
    fits: config.column === undefined ? undefined : (columns) => columns.includes(config.column!),
    onWarning: (text) => context.log('warning', text),
  });
  if (!train) {
    const there = Object.keys(others);
    throw new TlcError('DATA_NO_SPLIT', `${path} has no train split to learn from; it has ${there.join(', ')}`, {
      details: { path, splits: there },
    });
  }
  context.progress({ phase: 'reading' });
  const lines = (await Promise.all(train.map((file) => readText(file, config.column)))).flat();
  context.progress({ phase: 'learning', done: 0.3 });
  const tokenizer = learnTokenizer(lines, {
    vocabSize: config.vocab_size,
    lowercase: config.lowercase,
    minFrequency: config.min_frequency,
  });
  if (tokenizer.vocabSize < config.vocab_size) {
    const why = `the text has no more pairs that occur ${config.min_frequency} times`;
    context.log('warning', `the vocabulary has ${tokenizer.vocabSize} pieces instead of ${config.vocab_size}: ${why}`);
  }
  await writeFile(join(output, 'tokenizer.json'), tokenizer.json);
  return { summary: { pieces: tokenizer.vocabSize, lines: lines.length } };
}
