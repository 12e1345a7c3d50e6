import type { Refuse } from '../file/bytes.js';
import type { PickleValue } from './values.js';

/** Most values that a pickle may have on its stack and in its memo: some 100 bytes each at most. A model of 100,000
 * tensors needs 200,000. */
const MOST_VALUES = 2 ** 20;

/** Values on the way, with marks between them, and those kept for later by a number. */
export class PickleStack {
  private readonly values: PickleValue[] = [];
  private readonly marks: number[] = [];
  private readonly memo = new Map<number, PickleValue>();
  private pushed = 0;

  constructor(private readonly refuse: Refuse) {}

  push(value: PickleValue): void {
    // Counted even where they are taken off again: a list may have them
    if (++this.pushed > 4 * MOST_VALUES) this.refuse(`its pickle has more than ${4 * MOST_VALUES} values`);
    this.values.push(value);
  }

  pop(): PickleValue {
    return this.values.length > (this.marks.at(-1) ?? 0) ? this.values.pop()! : this.empty();
  }

  top(): PickleValue {
    return this.values.length > (this.marks.at(-1) ?? 0) ? this.values.at(-1)! : this.empty();
  }

  mark(): void {
    if (this.marks.length >= MOST_VALUES) this.refuse(`its pickle has more than ${MOST_VALUES} marks`);
    this.marks.push(this.values.length);
  }

  /** All values since the last mark, which is taken away. */
  popToMark(): PickleValue[] {
    const start = this.marks.pop();
    return start === undefined ? this.empty() : this.values.splice(start);
  }

  remember(key: number): void {
    this.memo.set(key, this.top());
    if (this.memo.size > MOST_VALUES) this.refuse(`its pickle keeps more than ${MOST_VALUES} values`);
  }

  /** Keeps the top value by the next number. */
  rememberNext(): void {
    this.remember(this.memo.size);
  }

  recall(key: number): void {
    const value = this.memo.get(key);
    if (value === undefined) this.refuse(`its pickle asks for value ${key}, which it has not kept`);
    else this.push(value);
  }

  private empty(): never {
    return this.refuse('its pickle takes a value from an empty stack');
  }
}
