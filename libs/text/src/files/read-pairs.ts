import { TlcError } from '#contracts';
import type { ParallelFiles } from './find-parallel.js';
import { readLines } from './read-lines.js';

/** Lines that belong together. */
export interface TextPairs {
  readonly sources: readonly string[];
  readonly targets: readonly string[];
  /** Pairs that were left out because a side has no words. */
  readonly empty: number;
}

/** The pairs of two files.
 * @throws TlcError as readLines; DATA_NOT_PARALLEL with both numbers of lines; FILE_EMPTY where no pair has words */
export async function readPairs({ source, target }: ParallelFiles): Promise<TextPairs> {
  const [sources, targets] = [await readLines(source), await readLines(target)];
  if (sources.length !== targets.length) {
    const message = `${source} has ${sources.length} lines, ${target} has ${targets.length}: lines of one number belong together`;
    throw new TlcError('DATA_NOT_PARALLEL', message, { details: { source: sources.length, target: targets.length } });
  }
  const full = [...sources.keys()].filter((i) => sources[i].trim() !== '' && targets[i].trim() !== '');
  if (full.length === 0) throw new TlcError('FILE_EMPTY', `${source} and ${target} have no pair with words`);
  return {
    sources: full.map((i) => sources[i]),
    targets: full.map((i) => targets[i]),
    empty: sources.length - full.length,
  };
}
