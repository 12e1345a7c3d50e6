import { getHeapStatistics } from 'node:v8';
import { TlcError } from '#contracts';

/** Bytes that V8 needs for a text besides its letters, with its places in lists. */
const OVERHEAD = 64;

/** Counts what is held of a file in memory, and stops before the heap is full: with a full heap the process ends. */
export class HeldText {
  private held = 0;

  /** @param most half of the heap when left out: the other half is for what is made of the texts */
  constructor(
    private readonly path: string,
    private readonly most = getHeapStatistics().heap_size_limit / 2,
  ) {}

  /** @throws TlcError DATASET_TOO_LARGE */
  add(texts: Iterable<string | undefined>): void {
    for (const text of texts) this.held += OVERHEAD + (text?.length ?? 0);
    if (this.held <= this.most) return;
    const message = `${this.path}: its texts need more than the ${Math.round(this.most / 2 ** 20)} MiB that may be held of them`;
    throw new TlcError('DATASET_TOO_LARGE', message, { details: { path: this.path } });
  }
}

/** All texts of a file that come some at a time. @throws TlcError DATASET_TOO_LARGE */
export async function heldTexts(path: string, batches: AsyncIterable<readonly string[]>): Promise<string[]> {
  const all: (readonly string[])[] = [];
  const held = new HeldText(path);
  for await (const batch of batches) {
    held.add(batch);
    all.push(batch);
  }
  return all.flat();
}
