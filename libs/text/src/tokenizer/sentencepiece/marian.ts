import { content, quoted, TlcError } from '#contracts';
import { PIECE, type SentencePieceModel } from './model.js';
import { PLAIN, type Dialect } from './dialects.js';

/** Below the score of any text that the pieces of a side can be put together for: a piece of the other side is used only for
 * characters that the side itself does not know, as Marian looks these up in the vocabulary, too. */
const OF_OTHER_SIDE = { unknownCharacters: -1e3, knownCharacters: -1e5 } as const;

/** What Marian's language codes look like, which begin the texts of models of many languages. */
const LANGUAGE = /^>>.+<<$/;

/** How a side of a Marian reads text: by the SentencePiece model of the side, with the ids that vocab.json has for pieces of
 * both sides. It differs from Transformers' MarianTokenizer in two rare cases: a piece that vocab.json lacks, which that
 * reads as unknown, is not used; and of several characters in a row that the side does not know, which that looks up in
 * the vocabulary as a whole, those are found that are in it.
 * @param vocabulary the content of vocab.json
 * @param special tokens that texts do not have
 * @throws TlcError TOKENIZER_INVALID where it is no list of all ids from 0 on, or lacks a special token */
export function marianDialect(
  vocabulary: string,
  model: SentencePieceModel,
  special: readonly string[],
  name: string,
): Dialect {
  const tokens = tokensById(vocabulary, name);
  const lacking = special.find((token) => !tokens.includes(token));
  if (lacking !== undefined) {
    const message = `${name} has no ${content(lacking)}, which its model needs; save vocab.json with Transformers`;
    throw new TlcError('TOKENIZER_INVALID', message, { details: { tokenizer: name, token: lacking } });
  }
  const scores = new Map(
    model.pieces.filter(({ type }) => type === PIECE.normal).map(({ piece, score }) => [piece, score]),
  );
  const isOther = (token: string) => [...token].every((character) => !scores.has(character));
  const { unknownCharacters, knownCharacters } = OF_OTHER_SIDE;
  const scoreOf = (token: string) => {
    if (special.includes(token) || LANGUAGE.test(token)) return 0;
    return scores.get(token) ?? (isOther(token) ? unknownCharacters : knownCharacters);
  };
  // Only spaces: what else is white is a character, unless the model's own normalisation makes a space of it
  const atEnd = { type: 'Replace', pattern: { Regex: ' +$' }, content: '' };
  return {
    ...PLAIN,
    pieces: () => tokens.map((piece) => ({ piece, score: scoreOf(piece) })),
    spaces: [atEnd, ...PLAIN.spaces.slice(1)],
  };
}

/** The tokens of a vocab.json that tell the language of a translation. */
export const languageCodes = (vocabulary: string): string[] =>
  Object.keys(JSON.parse(vocabulary) as object).filter((token) => LANGUAGE.test(token));

/** Whether a tokenizer.json is that of one side only: it has pieces that it does not split text into. */
export function isOneSided(json: string): boolean {
  const { model } = JSON.parse(json) as { model: { type?: string; vocab: unknown } };
  if (model.type !== 'Unigram') return false;
  const values = Object.values<number>(OF_OTHER_SIDE);
  return (model.vocab as [string, number][]).some(([, score]) => values.includes(score));
}

function tokensById(vocabulary: string, name: string): string[] {
  const invalid = (problem: string, cause?: unknown) =>
    new TlcError('TOKENIZER_INVALID', `${name} ${problem}`, { cause, details: { tokenizer: name } });
  let entries: [string, unknown][];
  try {
    entries = Object.entries(JSON.parse(vocabulary) as object);
  } catch (cause) {
    throw invalid('is not JSON', cause);
  }
  const tokens: string[] = [];
  for (const [token, id] of entries) {
    if (!Number.isInteger(id) || Number(id) < 0 || Number(id) >= entries.length || tokens[Number(id)] !== undefined) {
      throw invalid(
        `gives ${quoted(token)} the id ${quoted(id)}: expected each whole number below ${entries.length} once`,
      );
    }
    tokens[Number(id)] = token;
  }
  return tokens;
}
