/** Ids are below this: both ids of a pair fit into one exact number. */
const RADIX = 2 ** 20;

/** Two neighbouring pieces, by their ids. */
export interface Pair {
  readonly left: number;
  readonly right: number;
}

const isLower = (a: number, b: number) => a < b;

const pairOf = (key: number): Pair => ({ left: Math.floor(key / RADIX), right: key % RADIX });

interface Counted {
  count: number;
  /** Indexes of the words that it stands in, or once stood in. */
  readonly words: Set<number>;
}

type Entry = readonly [key: number, count: number];

/** Pairs of neighbouring pieces by how often they occur, the most frequent first. */
export class PairQueue {
  readonly #pairs = new Map<number, Counted>();
  readonly #changed = new Set<number>();
  /** A binary heap. A count that has changed since is put right when its entry comes to the top. */
  readonly #heap: Entry[] = [];
  readonly #isFirst: (a: Entry, b: Entry) => boolean;

  /** @param precedes whether the first of two equally frequent pairs comes before the second; left out: the one with the lower
   * left id, then the lower right id */
  constructor(precedes?: (a: Pair, b: Pair) => boolean) {
    const isEarlier = precedes ? (a: number, b: number) => precedes(pairOf(a), pairOf(b)) : isLower;
    this.#isFirst = ([a, times], [b, others]) => times > others || (times === others && isEarlier(a, b));
  }

  /** The pair occurs `count` times more (or less, if negative) in the word `at`. */
  add(left: number, right: number, count: number, at: number): void {
    const key = left * RADIX + right;
    let pair = this.#pairs.get(key);
    if (!pair) this.#pairs.set(key, (pair = { count: 0, words: new Set() }));
    pair.count += count;
    if (count > 0) {
      pair.words.add(at);
      this.#changed.add(key);
    }
  }

  /** Takes out the first pair, unless it occurs less than `least` times. Words come in order of their index. */
  take(least: number): (Pair & { readonly words: readonly number[] }) | undefined {
    for (const key of this.#changed) this.#push([key, this.#pairs.get(key)?.count ?? 0]);
    this.#changed.clear();
    for (let top = this.#pop(); top && top[1] >= Math.max(1, least); top = this.#pop()) {
      const [key, count] = top;
      const pair = this.#pairs.get(key);
      if (!pair) continue;
      if (pair.count !== count) {
        if (pair.count < count) this.#push([key, pair.count]);
        continue;
      }
      this.#pairs.delete(key);
      const words = [...pair.words].sort((a, b) => a - b);
      return { ...pairOf(key), words };
    }
    return undefined;
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let at = heap.push(entry) - 1;
    for (let above = (at - 1) >> 1; at > 0 && this.#isFirst(entry, heap[above]); above = (at - 1) >> 1) {
      heap[at] = heap[above];
      at = above;
    }
    heap[at] = entry;
  }

  #pop(): Entry | undefined {
    const heap = this.#heap;
    const top = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return top;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && this.#isFirst(heap[below + 1], heap[below])) below += 1;
      if (!this.#isFirst(heap[below], last)) break;
      heap[at] = heap[below];
      at = below;
    }
    heap[at] = last;
    return top;
  }
}
