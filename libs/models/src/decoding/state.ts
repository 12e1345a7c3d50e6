import { packing, tf, type KeyValueCache, type Packing, type Tensor2D } from '#engine';

/** What a decoder keeps of the tokens before: rows are texts, those of one source one after another. */
export interface DecoderState {
  /** Tokens that each text has been given. */
  readonly length: number;
  /** The source of each row, as `packed` numbers them. */
  readonly sourceOf: Int32Array;
  /** Where the tokens of the sources lie. */
  readonly packed: Packing;
  /** The encoder's hidden states, [source tokens, hidden], until the first step has made keys and values of them. */
  readonly memory?: Tensor2D;
  /** Keys and values of the sources' tokens, [source tokens, 2 hidden], by the layers that make them. */
  readonly ofSources: ReadonlyMap<string, Tensor2D>;
  /** Keys and values of the texts' tokens, in the order in which a pass comes to them. */
  readonly ofTexts: readonly KeyValueCache[];
  /** Where they lie: the slot of each token of each row, [rows · length]. */
  readonly slots: Int32Array;
}

export function freeState({ memory, ofSources, ofTexts }: DecoderState): void {
  tf.dispose([...(memory ? [memory] : []), ...ofSources.values(), ...ofTexts.map(({ tensor }) => tensor)]);
}

/** Rows of a state in another order. `state` is used up. */
export function pickRows(state: DecoderState, rows: Int32Array): DecoderState {
  const { sourceOf, slots, length } = state;
  const isSame = rows.length === sourceOf.length && rows.every((row, i) => row === i);
  if (isSame) return state;
  const picked = new Int32Array(rows.length * length);
  for (const [i, row] of rows.entries()) picked.set(slots.subarray(row * length, (row + 1) * length), i * length);
  return withSources({ ...state, sourceOf: rows.map((row) => sourceOf[row]), slots: picked });
}

/** The slots of one token more: each row's newest lies in the slot of its number. */
export function withNewest(slots: Int32Array, length: number, rows: number): Int32Array {
  const all = new Int32Array(rows * (length + 1));
  for (let row = 0; row < rows; row++) {
    all.set(slots.subarray(row * length, (row + 1) * length), row * (length + 1));
    all[row * (length + 1) + length] = row;
  }
  return all;
}

/** Only the sources that some row still has. */
function withSources(state: DecoderState): DecoderState {
  const { sourceOf, packed, ofSources } = state;
  const left = [...new Set(sourceOf)];
  if (left.length === packed.sentences) return state;
  const places = left.flatMap((source) => range(packed.starts[source], packed.starts[source + 1]));
  const starts = [0];
  for (const source of left) starts.push(starts.at(-1)! + packed.starts[source + 1] - packed.starts[source]);
  const index = tf.tensor1d(places, 'int32');
  const own = new Map<string, Tensor2D>();
  for (const [name, keys] of ofSources) {
    own.set(name, tf.gather(keys, index));
    keys.dispose();
  }
  index.dispose();
  const numbers = new Map(left.map((source, i) => [source, i]));
  return {
    ...state,
    sourceOf: sourceOf.map((source) => numbers.get(source)!),
    packed: packing(Int32Array.from(starts)),
    ofSources: own,
  };
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
