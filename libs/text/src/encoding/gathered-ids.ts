import { TlcError } from '#contracts';
import type { Numbers } from '../numbers.js';
import type { Scratch, ScratchNumbers } from './scratch.js';

/** Tokens of a split, at most: their places are 32-bit numbers, special tokens included. */
const MOST_TOKENS = 2 ** 31 - 1;

/** Tokens that are held in memory; where there are more, all lie in a file. */
const MOST_HELD = 2 ** 24;

/** Token ids that come some at a time, outside of the heap. */
export class GatheredIds {
  length = 0;
  private readonly chunks: Int32Array[] = [];
  private held = 0;
  private readonly file: ScratchNumbers | undefined;

  /** @param scratch where ids lie that are too many for memory; left out: all are held */
  constructor(
    private readonly path: string,
    scratch?: Scratch,
    private readonly limits = { most: MOST_TOKENS, held: MOST_HELD },
  ) {
    this.file = scratch?.numbers();
  }

  /** @throws TlcError DATASET_TOO_LARGE */
  add(ids: Int32Array): void {
    this.length += ids.length;
    if (this.length > this.limits.most) throw tooMany(this.path, this.limits.most);
    this.chunks.push(ids);
    this.held += ids.length;
    if (this.file && this.held > this.limits.held) this.spill();
  }

  /** All of them, one after another, which are then held no longer: int32 [length]. */
  take(): Numbers {
    if (this.file && this.file.length > 0) {
      this.spill();
      return this.file;
    }
    const all = new Int32Array(this.length);
    for (let at = this.length; this.chunks.length > 0;) {
      const chunk = this.chunks.pop() as Int32Array;
      at -= chunk.length;
      all.set(chunk, at);
    }
    return all;
  }

  private spill(): void {
    for (const chunk of this.chunks.splice(0)) this.file?.append(chunk);
    this.held = 0;
  }
}

/** The error of a split with more tokens than one may have. */
export function tooMany(path: string, most = MOST_TOKENS): TlcError {
  const message = `${path}: the split has more than ${most} tokens`;
  return new TlcError('DATASET_TOO_LARGE', message, { details: { path } });
}
