/** Ids are below this: both ids of a pair fit into one exact number. */
const RADIX = 2 ** 20;

interface Pair {
  count: number;
  /** Indexes of the words that it stands in, or once stood in. */
  readonly words: Set<number>;
}

/** Pairs of neighbouring pieces by how often they occur, the most frequent first; of equally frequent ones the one with
 * the lower left id, then the lower right id. */
export class PairQueue {
  readonly #pairs = new Map<number, Pair>();
  readonly #changed = new Set<number>();
  /** A binary heap of [key, count]. A count that has changed since is put right when its entry comes to the top. */
  readonly #heap: [number, number][] = [];

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
  take(least: number): { left: number; right: number; words: number[] } | undefined {
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
      return { left: Math.floor(key / RADIX), right: key % RADIX, words };
    }
    return undefined;
  }

  #push(entry: [number, number]): void {
    const heap = this.#heap;
    let at = heap.push(entry) - 1;
    for (let above = (at - 1) >> 1; at > 0 && first(entry, heap[above]); above = (at - 1) >> 1) {
      heap[at] = heap[above];
      at = above;
    }
    heap[at] = entry;
  }

  #pop(): [number, number] | undefined {
    const heap = this.#heap;
    const top = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return top;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && first(heap[below + 1], heap[below])) below += 1;
      if (!first(heap[below], last)) break;
      heap[at] = heap[below];
      at = below;
    }
    heap[at] = last;
    return top;
  }
}

function first(a: readonly [number, number], b: readonly [number, number]): boolean {
  return a[1] > b[1] || (a[1] === b[1] && a[0] < b[0]);
}
