import type { Packing } from '../../packing.js';

/**
 * Query–key pairs of a block, padding included. It bounds the memory of scores, 4 bytes a head and pair, and decides how
 * much is padded: a batch of sentences as short as most is one block, which costs less than to pad less in several; long
 * sentences share a block only with those of about their length.
 */
const PAIRS = 2 ** 19;

/** One side, queries or keys, of a block: its rows in the packed batch, padded to one length. */
export interface PaddedSide {
  readonly length: number;
  /** [sentences · length]: the packed row of each place; a padding place has its sentence's first row */
  readonly rows: Int32Array;
  /** [sentences · length]: 1 where there is a row, 0 for padding; null where there is no padding */
  readonly mask: Float32Array | null;
}

/** Sentences that attention does together. */
export interface Block {
  readonly sentences: number;
  readonly queries: PaddedSide;
  readonly keys: PaddedSide;
}

/** A packed batch cut into blocks. */
export interface Padding {
  readonly blocks: readonly Block[];
  /** [rows]: the place of each packed row among the places of all blocks, one block after another */
  readonly queryPlaces: Int32Array;
  readonly keyPlaces: Int32Array;
}

const lengthOf = ({ starts }: Packing, sentence: number) => starts[sentence + 1] - starts[sentence];

/** Numbers of sentences from the longest to the shortest, cut into groups of at most `PAIRS` pairs. */
function groups(queries: Packing, keys: Packing): number[][] {
  const pairs = (sentence: number) => lengthOf(queries, sentence) * lengthOf(keys, sentence);
  const sentences = Array.from({ length: queries.sentences }, (_, sentence) => sentence);
  if (queries.sentences * queries.longest * keys.longest <= PAIRS) return [sentences];
  const longestFirst = sentences.sort((a, b) => pairs(b) - pairs(a) || a - b);
  const cut: number[][] = [];
  let longestQuery = 0;
  let longestKey = 0;
  for (const sentence of longestFirst) {
    const group = cut.at(-1) ?? [];
    longestQuery = Math.max(longestQuery, lengthOf(queries, sentence));
    longestKey = Math.max(longestKey, lengthOf(keys, sentence));
    if (group.length && (group.length + 1) * longestQuery * longestKey <= PAIRS) {
      group.push(sentence);
    } else {
      cut.push([sentence]);
      longestQuery = lengthOf(queries, sentence);
      longestKey = lengthOf(keys, sentence);
    }
  }
  return cut;
}

/** Pads one side of a block, and notes in `places` where its rows went, counted from `first`. */
function pad(batch: Packing, members: number[], places: Int32Array, first: number): PaddedSide {
  const length = Math.max(...members.map((sentence) => lengthOf(batch, sentence)));
  const rows = new Int32Array(members.length * length);
  const mask = new Float32Array(rows.length);
  let real = 0;
  members.forEach((sentence, i) => {
    const start = batch.starts[sentence];
    const end = lengthOf(batch, sentence);
    for (let j = 0; j < length; j++) {
      const place = i * length + j;
      rows[place] = j < end ? start + j : start;
      if (j >= end) continue;
      mask[place] = 1;
      places[start + j] = first + place;
    }
    real += end;
  });
  return { length, rows, mask: real === rows.length ? null : mask };
}

/** The blocks of queries and keys that belong together, sentence by sentence; worked out once for a batch. */
export function paddingOf(queries: Packing, keys: Packing): Padding {
  const known = queries.prepared.get(keys) as Padding | undefined;
  if (known) return known;
  const queryPlaces = new Int32Array(queries.rows);
  const keyPlaces = queries === keys ? queryPlaces : new Int32Array(keys.rows);
  let firstQuery = 0;
  let firstKey = 0;
  const blocks = groups(queries, keys).map((members): Block => {
    const querySide = pad(queries, members, queryPlaces, firstQuery);
    const keySide = queries === keys ? querySide : pad(keys, members, keyPlaces, firstKey);
    firstQuery += querySide.rows.length;
    firstKey += keySide.rows.length;
    return { sentences: members.length, queries: querySide, keys: keySide };
  });
  const padding = { blocks, queryPlaces, keyPlaces };
  queries.prepared.set(keys, padding);
  return padding;
}
