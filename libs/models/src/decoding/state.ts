import { packing, tf, type Packing, type Tensor2D, type Tensor3D } from '#engine';

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
  /** Keys and values of the texts' tokens, [rows, length, 2 hidden], in the order in which a pass comes to them. */
  readonly ofTexts: readonly Tensor3D[];
}

export function freeState({ memory, ofSources, ofTexts }: DecoderState): void {
  tf.dispose([...(memory ? [memory] : []), ...ofSources.values(), ...ofTexts]);
}

/** Rows of a state in another order. The tensors of `state` are freed. */
export function pickRows(state: DecoderState, rows: Int32Array): DecoderState {
  const { sourceOf, ofTexts } = state;
  const isSame = rows.length === sourceOf.length && rows.every((row, i) => row === i);
  if (isSame) return state;
  const picked = ofTexts.map((keys) => tf.gather(keys, rows) as Tensor3D);
  tf.dispose([...ofTexts]);
  return withSources({ ...state, sourceOf: rows.map((row) => sourceOf[row]), ofTexts: picked });
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
