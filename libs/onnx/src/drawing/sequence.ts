import type { Pooling } from '#families';
import type { GraphBuilder } from '../graph/builder.js';
import { pooled } from './pooled.js';

/** Added to the scores of what is not seen, before the softmax: far below any score, and three of them still a number. */
const UNSEEN = { float32: -1e9, float16: -1e4 } as const;

/** What a graph knows of a text's tokens; each part is drawn when it is first asked for. */
export interface Sequence {
  /** The number of tokens, int64 []. */
  length(): string;
  /** The position of each token, int64 [1, length], that of the text's first one being `first`. */
  positions(first?: number): string;
  /** How far each token of the text (second), those before these too, is from each of these (first), int64 [length, all]:
   * second minus first. */
  offsets(): string;
  /** [batch, 1, 1, length]: 0 for tokens, UNSEEN for padding. Of a target there is none: what comes after a token is
   * not seen anyway. */
  mask(): string | undefined;
  /** [length, all]: 0 for a token's own place and those before it, UNSEEN for those after. */
  causal(): string;
  /** [length, length]: 0 for tokens at most half of `window` apart, else UNSEEN. */
  window(window: number): string;
  /** A row for each sentence, [batch, width], of x [batch, length, width]. */
  pick(x: string, rows: Pooling): string;
}

/** What else a graph is given of a text. */
export interface SequenceInputs {
  /** The input that says which of it are tokens; all of them when left out. */
  readonly mask?: string;
  /** How many tokens of it came before, int64 []; none when left out. */
  readonly past?: string;
}

/** @param ids the input that holds the text */
export function sequence(graph: GraphBuilder, ids: string, { mask, past }: SequenceInputs = {}): Sequence {
  const once = new Map<string, string>();
  const draw = (key: string, make: () => string) => {
    const typed = `${graph.float} ${key}`;
    if (!once.has(typed)) once.set(typed, make());
    return once.get(typed)!;
  };
  const one = () => draw('one', () => graph.floats('one', [], Float32Array.of(1)));
  const unseen = () => draw('unseen', () => graph.floats('masked', [], Float32Array.of(UNSEEN[graph.float])));
  const attended = () => draw('attended', () => graph.cast(mask!));
  const length = () =>
    draw('length', () => {
      const shape = graph.node('Shape', [ids]);
      return graph.node('Gather', [shape, graph.integers('one', [1], true)], { axis: 0 });
    });
  const end = () => draw('end', () => (past ? graph.node('Add', [length(), past], {}, 'end') : length()));
  const rangeFrom = (first: string) => graph.node('Range', [first, end(), graph.integers('step', [1], true)]);
  const zero = () => graph.integers('zero', [0], true);
  const range = () => draw('range', () => rangeFrom(past ?? zero()));
  const all = () => (past ? draw('all', () => rangeFrom(zero())) : range());
  const allRow = () =>
    past ? draw('all_row', () => graph.node('Unsqueeze', [all(), graph.integers('batch', [0])])) : row();
  const row = () =>
    draw('row', () => graph.node('Unsqueeze', [range(), graph.integers('batch', [0])], {}, 'positions'));
  const offsets = () =>
    draw('offsets', () => {
      const column = graph.node('Unsqueeze', [range(), graph.integers('last', [1])]);
      return graph.node('Sub', [allRow(), column], {}, 'offsets');
    });
  return {
    length,
    offsets,
    positions: (first = 0) =>
      first === 0
        ? row()
        : draw(`positions ${first}`, () => graph.node('Add', [row(), graph.integers('first', [first], true)])),
    mask: () =>
      mask &&
      draw('mask', () => {
        const absent = graph.node('Sub', [one(), attended()]);
        const scores = graph.node('Mul', [absent, unseen()]);
        return graph.node('Unsqueeze', [scores, graph.integers('heads_and_queries', [1, 2])], {}, 'mask');
      }),
    causal: () =>
      draw('causal', () => {
        const after = graph.node('Greater', [offsets(), graph.integers('zero', [0], true)]);
        return graph.node('Mul', [graph.cast(after), unseen()], {}, 'causal');
      }),
    window: (window) =>
      draw(`window ${window}`, () => {
        const far = graph.node('Greater', [
          graph.node('Abs', [offsets()]),
          graph.integers('window', [Math.floor(window / 2)], true),
        ]);
        return graph.node('Mul', [graph.cast(far), unseen()], {}, 'window');
      }),
    pick: (x, rows) => pooled(graph, { attended, positions: row, unseen }, x, rows),
  };
}
