import type { Packing } from './packing.js';

/** Sentences of a block are at most this many times longer than others in it, both as queries and as keys. */
const SPREAD = 2;

/** Query–key pairs of a block, padding included: what bounds the memory of scores, 4 bytes a head and pair. */
const PAIRS = 2 ** 20;

/** One side, queries or keys, of a block: its rows in the packed batch, padded to one length. */
export interface PaddedSide {
  readonly length: number;
  /** [sentences · length]: the packed row of each place; a padding place has its sentence's first row */
  readonly rows: Int32Array;
  /** [sentences · length]: 1 where there is a row, 0 for padding; null where there is no padding */
  readonly mask: Float32Array | null;
}

/** Sentences of similar length, which attention does together. */
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

/** Numbers of sentences, in groups of similar lengths, none with too many pairs. */
function groups(queries: Packing, keys: Packing): number[][] {
  const lengthClass = (length: number) => Math.ceil(Math.log(length) / Math.log(SPREAD) - 1e-9);
  const classes = new Map<string, number[]>();
  for (let sentence = 0; sentence < queries.sentences; sentence++) {
    const name = `${lengthClass(lengthOf(queries, sentence))} ${lengthClass(lengthOf(keys, sentence))}`;
    classes.set(name, [...(classes.get(name) ?? []), sentence]);
  }
  const longest = (batch: Packing, members: number[]) => Math.max(...members.map((i) => lengthOf(batch, i)));
  return [...classes.values()].flatMap((members) => {
    const most = Math.max(1, Math.floor(PAIRS / (longest(queries, members) * longest(keys, members))));
    return Array.from({ length: Math.ceil(members.length / most) }, (_, i) => members.slice(i * most, (i + 1) * most));
  });
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
