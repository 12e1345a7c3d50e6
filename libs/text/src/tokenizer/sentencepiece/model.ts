import { TlcError } from '#contracts';
import { MODEL } from './schema.js';

/** What a piece is, by the numbers of SentencePiece's schema. */
export const PIECE = { normal: 1, unknown: 2, control: 3, userDefined: 4, unused: 5, byte: 6 } as const;

const UNIGRAM = 1;

/** A SentencePiece model of the kind `unigram` (Kudo, 2018, arXiv 1804.10959). */
export interface SentencePieceModel {
  /** In the order of their ids: logarithms of probabilities, and what each piece is. */
  readonly pieces: readonly { readonly piece: string; readonly score: number; readonly type: number }[];
  readonly unknown: number;
  /** What is not in the vocabulary becomes bytes, which are pieces. */
  readonly byteFallback: boolean;
  /** How characters are normalised: a double-array trie, as the file has it; empty where nothing is. */
  readonly characters: Buffer;
  readonly addDummyPrefix: boolean;
  readonly removeExtraWhitespaces: boolean;
}

interface Message {
  pieces: { piece: string; score: number; type: number }[];
  trainerSpec: { modelType: number; treatWhitespaceAsSuffix: boolean; byteFallback: boolean };
  normalizerSpec: {
    precompiledCharsmap: Uint8Array;
    addDummyPrefix: boolean;
    removeExtraWhitespaces: boolean;
    escapeWhitespaces: boolean;
  };
}

/** Reads a SentencePiece model file.
 * @throws TlcError TOKENIZER_INVALID where it is none, or of a kind that the engine cannot represent */
export function readSentencePiece(bytes: Uint8Array, name: string): SentencePieceModel {
  const invalid = (problem: string, cause?: unknown) =>
    new TlcError('TOKENIZER_INVALID', `${name} ${problem}`, { cause, details: { tokenizer: name } });
  let message: Message;
  try {
    message = MODEL.decode(bytes) as unknown as Message;
  } catch (cause) {
    throw invalid('is not a SentencePiece model', cause);
  }
  const { pieces, trainerSpec: trainer, normalizerSpec: normalizer } = message;
  if (pieces.length === 0 || !trainer || !normalizer) throw invalid('is not a SentencePiece model');
  if (trainer.modelType !== UNIGRAM) throw invalid(`is of SentencePiece’s kind ${trainer.modelType}; ${ONLY}`);
  if (trainer.treatWhitespaceAsSuffix) throw invalid(`has spaces at the ends of words; ${ONLY}`);
  if (!normalizer.escapeWhitespaces) throw invalid(`does not escape spaces; ${ONLY}`);
  const unknown = pieces.findIndex(({ type }) => type === PIECE.unknown);
  if (unknown < 0) throw invalid('has no piece for what is unknown');
  return {
    pieces: pieces.map(({ piece, score, type }) => ({ piece, score, type })),
    unknown,
    byteFallback: trainer.byteFallback,
    characters: Buffer.from(normalizer.precompiledCharsmap),
    addDummyPrefix: normalizer.addDummyPrefix,
    removeExtraWhitespaces: normalizer.removeExtraWhitespaces,
  };
}

const ONLY = 'TLC reads unigram models with spaces at the beginnings of words: save a tokenizer.json with Transformers';
