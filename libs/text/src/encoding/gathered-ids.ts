import { TlcError } from '#contracts';

/** Tokens of a split, at most: their file, of 4 bytes a token, stays below the 2 GiB that can be read at once. */
const MOST_TOKENS = 500_000_000;

/** Token ids that come some at a time, outside of the heap. */
export class GatheredIds {
  length = 0;
  private readonly chunks: Int32Array[] = [];

  constructor(
    private readonly path: string,
    private readonly most = MOST_TOKENS,
  ) {}

  /** @throws TlcError DATASET_TOO_LARGE */
  add(ids: Int32Array): void {
    this.length += ids.length;
    if (this.length > this.most) {
      const message = `${this.path}: the split has more than ${this.most} tokens`;
      throw new TlcError('DATASET_TOO_LARGE', message, { details: { path: this.path } });
    }
    this.chunks.push(ids);
  }

  /** All of them, one after another, which are then held no longer: int32 [length]. */
  take(): Int32Array {
    const all = new Int32Array(this.length);
    for (let at = this.length; this.chunks.length > 0;) {
      const chunk = this.chunks.pop() as Int32Array;
      at -= chunk.length;
      all.set(chunk, at);
    }
    return all;
  }
}
