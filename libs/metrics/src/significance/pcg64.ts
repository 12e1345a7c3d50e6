import { seedWords } from './seed-sequence.js';

/** 128 bits in digits of 16, the lowest first: products of two digits and sums of eight of them are exact in doubles. */
const DIGITS = 8;
const BASE = 0x10000;
/** The multiplier 0x2360ed051fc65da44385df649fccf645. */
const MULTIPLIER = [0xf645, 0x9fcc, 0xdf64, 0x4385, 0x5da4, 0x1fc6, 0xed05, 0x2360];

/** PCG XSL RR 128/64 (O'Neill, 2014, HMC-CS-2014-0905), seeded as `numpy.random.default_rng(seed)` seeds it: the same
 * numbers, bit by bit. */
export class Pcg64 {
  private readonly state = new Float64Array(DIGITS);
  private readonly next = new Float64Array(DIGITS);
  private readonly increment = new Float64Array(DIGITS);
  private low = 0;
  private high = 0;
  private hasHigh = false;

  /** @param seed a whole number from 0 to 2^53 - 1 */
  constructor(seed: number) {
    const words = seedWords(seed, 8);
    // Of each number of 128 bits the high half comes first, of each half the low word
    const number = (at: number) => [2, 3, 0, 1].flatMap((i) => [words[at + i] & 0xffff, words[at + i] >>> 16]);
    const [start, sequence] = [number(0), number(4)];
    for (let i = 0; i < DIGITS; i++) {
      this.increment[i] = ((sequence[i] << 1) & 0xffff) | (i === 0 ? 1 : sequence[i - 1] >>> 15);
    }
    this.step();
    let carry = 0;
    for (let i = 0; i < DIGITS; i++) {
      const sum = this.state[i] + start[i] + carry;
      this.state[i] = sum % BASE;
      carry = Math.floor(sum / BASE);
    }
    this.step();
  }

  /** The state times the multiplier plus the increment, modulo 2^128. */
  private step(): void {
    const { state, next, increment } = this;
    let carry = 0;
    for (let i = 0; i < DIGITS; i++) {
      let sum = carry + increment[i];
      for (let j = 0; j <= i; j++) sum += state[j] * MULTIPLIER[i - j];
      carry = Math.floor(sum * (1 / BASE));
      next[i] = sum - carry * BASE;
    }
    state.set(next);
  }

  /** Draws 64 bits into `low` and `high`: the halves of the state xored, and turned right by its six highest bits. */
  private draw(): void {
    this.step();
    const s = this.state;
    const low = ((s[0] ^ s[4]) | ((s[1] ^ s[5]) << 16)) >>> 0;
    const high = ((s[2] ^ s[6]) | ((s[3] ^ s[7]) << 16)) >>> 0;
    const turn = s[7] >>> 10;
    const [a, b] = turn < 32 ? [low, high] : [high, low];
    const by = turn & 31;
    this.low = by === 0 ? a : ((a >>> by) | (b << (32 - by))) >>> 0;
    this.high = by === 0 ? b : ((b >>> by) | (a << (32 - by))) >>> 0;
  }

  /** 64 bits. */
  uint64(): bigint {
    this.draw();
    return (BigInt(this.high) << 32n) | BigInt(this.low);
  }

  /** 32 bits: the low half of 64, the next time the high half of the same. */
  uint32(): number {
    if (this.hasHigh) {
      this.hasHigh = false;
      return this.high;
    }
    this.draw();
    this.hasHigh = true;
    return this.low;
  }
}
