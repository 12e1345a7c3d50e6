import { wrongValue } from '#contracts';
import type { Algorithm } from '../algorithm.js';
import { bpe } from './bpe.js';
import { byteLevelBpe } from './byte-level-bpe.js';
import { unigram } from './unigram.js';
import { wordPiece } from './wordpiece.js';

/** The algorithms by the names that `tokenizer.learn` has for them. */
export const ALGORITHMS: Readonly<Record<string, Algorithm>> = {
  wordpiece: wordPiece,
  bpe,
  'byte-level-bpe': byteLevelBpe,
  unigram,
};

export function algorithmNamed(name = 'wordpiece'): Algorithm {
  const algorithm = ALGORITHMS[name];
  if (!algorithm) throw wrongValue('algorithm', name, `one of ${Object.keys(ALGORITHMS).join(', ')}`);
  return algorithm;
}
