import type { Pcg64 } from './pcg64.js';

const WORD = 2 ** 32;
/** Rows up to which a draw of 32 bits times their number is exact in a double. */
const EXACT = 2 ** 21;

/** Fills `out` with rows from 0 to `rows` - 1 as `Generator.choice(rows, replace=True)` draws them: Lemire's method
 * (2019, arXiv 1805.10941) on 32 bits: the high half of a draw times the number of rows, drawn again where the low half
 * would make some rows more probable.
 * @param rows at most 2^32 - 1 */
export function drawRows(generator: Pcg64, rows: number, out: Int32Array): void {
  if (rows === 1) return void out.fill(0);
  const least = (WORD - rows) % rows;
  for (let i = 0; i < out.length;) {
    const draw = generator.uint32();
    let high: number;
    let low: number;
    if (rows <= EXACT) {
      const product = draw * rows;
      high = Math.floor(product / WORD);
      low = product - high * WORD;
    } else {
      const upper = Math.floor(draw / 65536) * rows;
      const lower = (upper % 65536) * 65536 + (draw % 65536) * rows;
      high = Math.floor(upper / 65536) + Math.floor(lower / WORD);
      low = lower % WORD;
    }
    if (low >= least) out[i++] = high;
  }
}

/** Draws booleans as `Generator.integers(2, dtype=bool)` does: the bits of 32, the lowest first. One call of NumPy's is
 * one `BooleanDrawer`, which throws away what is left of its last 32. */
export class BooleanDrawer {
  private bits = 0;
  private left = 0;

  constructor(private readonly generator: Pcg64) {}

  /** Fills `out` with 0 and 1. */
  fill(out: Uint8Array): void {
    for (let i = 0; i < out.length; i++) {
      if (this.left === 0) {
        this.bits = this.generator.uint32();
        this.left = 32;
      }
      out[i] = this.bits & 1;
      this.bits >>>= 1;
      this.left--;
    }
  }
}
