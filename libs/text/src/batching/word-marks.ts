import type { Batch } from '../batch.js';
import { SPACE } from '../tokenizer/metaspace.js';
import { type MaskVocabulary, maskableRows } from './hidden-tokens.js';

/** For each token of a vocabulary, in one byte, whether it begins a word: BEGINS, or the kinds of its first and last
 * character; it goes on with a word where its first one is of the kind of the last one before it. */
export type WordMarks = Uint8Array;

/** The token begins a word wherever it stands. */
const BEGINS = 0x80;

interface TokenizerJson {
  readonly decoder?: unknown;
  readonly model: {
    readonly continuing_subword_prefix?: string | null;
    readonly vocab: Readonly<Record<string, number>> | readonly (readonly [string, number])[];
  };
}

/** Which tokens begin a word: of WordPiece, all without its prefix (`##`); of byte-level BPE and SentencePiece, those with
 * a space before, and those whose characters are of another kind (letters, digits, others) than the ones before them.
 * @param tokenizer content of tokenizer.json
 * @param size of the vocabulary; what is added to it begins a word */
export function wordMarks(tokenizer: string, size: number): WordMarks {
  const { model, decoder } = JSON.parse(tokenizer) as TokenizerJson;
  const { vocab } = model;
  const pieces = Array.isArray(vocab)
    ? vocab.map(([piece], id) => [piece, id] as const)
    : Object.entries(vocab as Readonly<Record<string, number>>);
  const marks = new Uint8Array(size).fill(BEGINS);
  const prefix = model.continuing_subword_prefix || undefined;
  const isBytes = (JSON.stringify(decoder) ?? '').includes('"ByteLevel"');
  for (const [piece, id] of pieces) {
    if (id >= size) continue;
    if (prefix !== undefined) marks[id] = piece.startsWith(prefix) ? 0 : BEGINS;
    else marks[id] = markOf(isBytes ? textOf(piece) : piece.replace(SPACE, ' '));
  }
  return marks;
}

function markOf(text: string): number {
  const characters = Array.from(text.replace(/^ /, ''));
  const [first, last] = [kindOf(characters[0]), kindOf(characters.at(-1))];
  return (text.startsWith(' ') ? BEGINS : 0) | (first << 2) | last;
}

/** Letters and parts of characters, digits, or others. */
function kindOf(character: string | undefined): number {
  if (character === undefined || /[\p{L}\p{M}\uFFFD]/u.test(character)) return 0;
  return /\p{N}/u.test(character) ? 1 : 2;
}

/** The text of a piece of byte-level BPE, whose characters stand for bytes (Radford et al., 2019): those that can be
 * printed for themselves, the others in their order from U+0100. */
function textOf(piece: string): string {
  return Buffer.from(Array.from(piece, (character) => BYTES.get(character) ?? 0)).toString('utf8');
}

const BYTES = new Map<string, number>();
for (let byte = 0, other = 0x100; byte < 0x100; byte++) {
  const isPrinted = (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
  BYTES.set(String.fromCodePoint(isPrinted ? byte : other++), byte);
}

/** The words of a batch: the rows of each, in their order. Special tokens are none; after them a word begins. */
export function wordsOf(batch: Batch, vocabulary: MaskVocabulary, marks: WordMarks): number[][] {
  const words: number[][] = [];
  let before = -2;
  for (const row of maskableRows(batch, vocabulary)) {
    const goesOn = row === before + 1 && !beginsWord(marks[batch.ids[before]], marks[batch.ids[row]]);
    if (goesOn) words[words.length - 1].push(row);
    else words.push([row]);
    before = row;
  }
  return words;
}

function beginsWord(before: number, own: number): boolean {
  return (own & BEGINS) !== 0 || ((own >> 2) & 3) !== (before & 3);
}
