import { BERT_TOKENS } from '../../special-tokens.js';
import type { Algorithm } from '../algorithm.js';
import { spacedWords, SPECIAL } from '../spaced-words.js';
import { learnUnigram } from '../unigram/learn-unigram.js';

/** The unigram language model, SentencePiece's (Kudo 2018, arXiv 1804.10959): a text is written in its most probable pieces. */
export const unigram: Algorithm = {
  learn: learnUnigram,
  tokenizer({ pieces, scores = [] }, options) {
    const special = SPECIAL.map((token) => [token, 0]);
    const vocab = [...special, ...pieces.map((piece, id) => [piece, scores[id]])];
    return spacedWords(
      { type: 'Unigram', unk_id: SPECIAL.indexOf(BERT_TOKENS.unk), vocab, byte_fallback: false },
      options,
    );
  },
};
