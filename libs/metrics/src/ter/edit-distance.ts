/** Words on either side of the diagonal that an alignment may go (Tercom's beam). */
const BEAM = 25;
/** More than any distance, and small enough that a few more can be added. */
const FAR = 1 << 29;

/** What became of a word of either side on the shortest way. */
export interface Alignment {
  /** Of each word of the reference: the word of the hypothesis that stands for it, or the last one before; from -1 on. */
  readonly hypothesisOf: Int32Array;
  /** Words before each position that are not matched: sums from the left, one longer than the text. */
  readonly hypothesisErrors: Int32Array;
  readonly referenceErrors: Int32Array;
}

/** Edit distance within a beam around the diagonal between one reference and hypotheses of one length: words inserted,
 * deleted or exchanged. Rows are words of the hypothesis, columns those of the reference. */
export class EditDistance {
  private readonly columns: number;
  private readonly beam: number;
  private readonly ratio: number;
  /** Where a row's first column would be: of each row only the beam is kept, and the cells beside it that the next row
   * reads, which stay FAR. */
  private readonly base: Int32Array;
  /** Distances from the beginning to a cell, and from it to the end. */
  private readonly ahead: Int32Array;
  private readonly behind: Int32Array;
  private readonly scratch: [Int32Array, Int32Array];

  constructor(
    private readonly reference: Int32Array,
    private readonly rows: number,
  ) {
    this.columns = reference.length + 1;
    this.ratio = rows > 0 ? reference.length / rows : 1;
    this.beam = BEAM < this.ratio / 2 ? Math.ceil(this.ratio / 2 + BEAM) : BEAM;
    this.base = new Int32Array(rows + 1);
    let cells = 0;
    for (let i = 0; i <= rows; i++) {
      const lowest = Math.max(0, this.first(i) - 1);
      this.base[i] = cells - lowest;
      cells += this.read(i) - lowest;
    }
    this.ahead = new Int32Array(cells).fill(FAR);
    this.behind = new Int32Array(cells).fill(FAR);
    this.scratch = [new Int32Array(this.columns), new Int32Array(this.columns)];
  }

  /** One past the last column of a row that it or the next row reads. */
  private read(row: number): number {
    return row < this.rows ? Math.max(this.end(row), this.end(row + 1)) : this.columns;
  }

  private first(row: number): number {
    return row === 0 ? 0 : Math.max(0, Math.floor(row * this.ratio) - this.beam);
  }

  /** One past the last column of a row in the beam. */
  private end(row: number): number {
    if (row === 0 || row === this.rows) return this.columns;
    return Math.min(this.columns, Math.floor(row * this.ratio) + this.beam);
  }

  /** The distance of a hypothesis, which `shifted` then starts from. */
  measure(hypothesis: Int32Array): number {
    const { ahead, base, columns, rows } = this;
    for (let j = 0; j < columns; j++) ahead[j] = j;
    for (let i = 1; i <= rows; i++) this.row(i, hypothesis[i - 1], ahead, base[i - 1], ahead, base[i]);
    return ahead[base[rows] + columns - 1];
  }

  /** Computes row `i` from the one before. Cells out of the beam are FAR already.
   * @returns the least of the row */
  private row(i: number, word: number, above: Int32Array, aboveAt: number, out: Int32Array, at: number): number {
    const { reference } = this;
    const end = this.end(i);
    let j = this.first(i);
    let left = FAR;
    let least = FAR;
    if (j === 0) {
      left = out[at] = above[aboveAt] + 1;
      least = left;
      j = 1;
    }
    for (; j < end; j++) {
      let cost = above[aboveAt + j - 1] + (reference[j - 1] === word ? 0 : 1);
      const deleted = above[aboveAt + j] + 1;
      if (deleted < cost) cost = deleted;
      if (left + 1 < cost) cost = left + 1;
      out[at + j] = left = cost;
      if (cost < least) least = cost;
    }
    return least;
  }

  /** Fills in the distances to the end that `shifted` needs, of the hypothesis that was measured. */
  measureBehind(hypothesis: Int32Array): void {
    const { behind, base, columns, rows, reference } = this;
    for (let j = 0; j < columns; j++) behind[base[rows] + j] = columns - 1 - j;
    for (let i = rows - 1; i >= 0; i--) {
      const word = hypothesis[i];
      const [first, end] = [this.first(i + 1), this.end(i + 1)];
      const [here, below] = [base[i], base[i + 1]];
      const least = this.first(i);
      let right = FAR;
      for (let j = this.end(i) - 1; j >= least; j--) {
        // A way may enter the next row only within its beam
        let cost = right + 1;
        if (j + 1 >= first && j + 1 < end) {
          cost = Math.min(cost, behind[below + j + 1] + (reference[j] === word ? 0 : 1));
        }
        if (j >= first && j < end) cost = Math.min(cost, behind[below + j] + 1);
        behind[here + j] = right = cost;
      }
    }
  }

  /** The distance of a hypothesis that differs from the measured one in the words `from` to `to` only; more than `most`
   * where it is more than that. Every way crosses row `to`: it is the least of the ways to and from its cells. */
  shifted(hypothesis: Int32Array, from: number, to: number, most: number): number {
    const { ahead, behind, base, scratch } = this;
    let above = ahead;
    let aboveAt = base[from];
    for (let i = from + 1; i <= to; i++) {
      const out = scratch[i & 1];
      out.fill(FAR, Math.max(0, this.first(i) - 1), this.read(i));
      if (this.row(i, hypothesis[i - 1], above, aboveAt, out, 0) > most) return most + 1;
      above = out;
      aboveAt = 0;
    }
    let least = FAR;
    const end = this.end(to);
    for (let j = this.first(to); j < end; j++) {
      const cost = above[aboveAt + j] + behind[base[to] + j];
      if (cost < least) least = cost;
    }
    return least;
  }

  /** How the measured hypothesis is aligned. Of equally short ways the one that exchanges, then deletes, then inserts. */
  align(hypothesis: Int32Array): Alignment {
    const { ahead, base, columns, rows, reference } = this;
    const hypothesisOf = new Int32Array(columns);
    const hypothesisErrors = new Int32Array(rows + 1);
    const referenceErrors = new Int32Array(columns);
    let [i, j] = [rows, columns - 1];
    while (i > 0 || j > 0) {
      const here = ahead[base[i] + j];
      const above = i > 0 ? base[i - 1] + j : 0;
      const differs = i > 0 && j > 0 && hypothesis[i - 1] === reference[j - 1] ? 0 : 1;
      if (i > 0 && j > 0 && ahead[above - 1] + differs === here) {
        hypothesisErrors[i--] = differs;
        referenceErrors[j--] = differs;
        hypothesisOf[j] = i;
      } else if (i > 0 && ahead[above] + 1 === here) {
        hypothesisErrors[i--] = 1;
      } else {
        referenceErrors[j--] = 1;
        hypothesisOf[j] = i - 1;
      }
    }
    for (let n = 1; n <= rows; n++) hypothesisErrors[n] += hypothesisErrors[n - 1];
    for (let n = 1; n < columns; n++) referenceErrors[n] += referenceErrors[n - 1];
    return { hypothesisOf, hypothesisErrors, referenceErrors };
  }
}
