/** Odd multipliers that spread parents and symbols over the slots (Knuth's golden ratio, and a prime). */
const SPREAD_PARENT = 0x9e3779b1;
const SPREAD_SYMBOL = 0x85ebca6b;

/** The n-grams of a segment's references and how many of them a hypothesis has: a tree whose edges are symbols (ids of
 * words, or code points), found by hashing. An n-gram is a node, so that one of order n costs one step beyond that of
 * order n - 1. */
export class NgramTree {
  private slots = new Int32Array(0);
  private mask = 0;
  private used = 1;
  private parents = new Int32Array(0);
  private symbols = new Int32Array(0);
  /** Of each node: its number in the reference being read, the most of any reference, those the hypothesis has used. */
  private own = new Int32Array(0);
  private reader = new Int32Array(0);
  private most = new Int32Array(0);
  private taken = new Int32Array(0);

  constructor(private readonly order: number) {}

  /** Forgets everything and makes room for references of `length` symbols in all. */
  clear(length: number): void {
    const nodes = length * this.order + 1;
    if (nodes > this.parents.length) {
      for (const name of ['parents', 'symbols', 'own', 'reader', 'most', 'taken'] as const) {
        this[name] = new Int32Array(2 * nodes);
      }
    }
    let capacity = 64;
    while (capacity < 2 * nodes) capacity *= 2;
    if (capacity > this.slots.length) this.slots = new Int32Array(capacity);
    this.mask = capacity - 1;
    this.slots.fill(0, 0, capacity);
    this.used = 1;
  }

  /** Adds a reference: an n-gram counts as often as it is in the reference that has it most often.
   * @param number of the reference, from 1 on */
  add(symbols: Int32Array, length: number, number: number): void {
    const { order, own, reader, most } = this;
    for (let start = 0; start < length; start++) {
      const end = Math.min(length, start + order);
      let node = 0;
      for (let at = start; at < end; at++) {
        node = this.child(node, symbols[at]);
        if (reader[node] !== number) {
          reader[node] = number;
          own[node] = 0;
        }
        if (++own[node] > most[node]) most[node] = own[node];
      }
    }
  }

  /** Writes to `matches[from + n - 1]` how many n-grams of a hypothesis the references have: once a clear. */
  match(symbols: Int32Array, length: number, matches: Float64Array, from: number, step = 1): void {
    const { order, most, taken } = this;
    for (let n = 0; n < order; n++) matches[from + n * step] = 0;
    for (let start = 0; start < length; start++) {
      const end = Math.min(length, start + order);
      let node = 0;
      for (let at = start; at < end; at++) {
        node = this.find(node, symbols[at]);
        if (node === 0) break;
        if (taken[node] < most[node]) {
          taken[node]++;
          matches[from + (at - start) * step]++;
        }
      }
    }
  }

  private find(parent: number, symbol: number): number {
    const { slots, mask, parents, symbols } = this;
    let slot = hash(parent, symbol) & mask;
    for (;;) {
      const node = slots[slot];
      if (node === 0 || (symbols[node] === symbol && parents[node] === parent)) return node;
      slot = (slot + 1) & mask;
    }
  }

  private child(parent: number, symbol: number): number {
    const { slots, mask, parents, symbols } = this;
    let slot = hash(parent, symbol) & mask;
    for (;;) {
      const node = slots[slot];
      if (node === 0) break;
      if (symbols[node] === symbol && parents[node] === parent) return node;
      slot = (slot + 1) & mask;
    }
    const node = this.used++;
    slots[slot] = node;
    parents[node] = parent;
    symbols[node] = symbol;
    this.reader[node] = this.most[node] = this.taken[node] = 0;
    return node;
  }
}

function hash(parent: number, symbol: number): number {
  const mixed = Math.imul(parent, SPREAD_PARENT) ^ Math.imul(symbol, SPREAD_SYMBOL);
  return mixed ^ (mixed >>> 15);
}
