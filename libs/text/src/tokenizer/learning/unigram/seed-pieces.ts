import { LONGEST_PIECE } from './lattice.js';

/** Pieces to begin with, at most, as in SentencePiece. */
const MOST_SEEDS = 1_000_000;

/** Different parts of one length that are counted at once; of more the rarest are forgotten, until half are left. */
const MOST_COUNTED = 2_000_000;

interface Seed {
  readonly piece: string;
  /** Occurrences times letters. */
  readonly weight: number;
}

/** What pruning begins with: the parts of words of two letters and more that are frequent enough, those first that cover most letters (Kudo
 * 2018, arXiv 1804.10959, section 3.2). SentencePiece counts parts of different words; here a word counts as often as it occurs. A part is looked at only where the part that is a letter shorter is frequent enough. */
export function seedPieces(counts: ReadonlyMap<string, number>, minFrequency: number): Seed[] {
  const words = [...counts].map(([word, times]) => ({ letters: Array.from(word), times }));
  let seeds: Seed[] = [];
  let shorter: ReadonlyMap<string, number> | undefined;
  for (let length = 2; length <= LONGEST_PIECE; length++) {
    const found = new Map<string, number>();
    for (const { letters, times } of words) {
      for (let at = 0; at + length <= letters.length; at++) {
        const piece = letters.slice(at, at + length).join('');
        if (shorter && !shorter.has(letters.slice(at, at + length - 1).join(''))) continue;
        found.set(piece, (found.get(piece) ?? 0) + times);
      }
      if (found.size <= MOST_COUNTED) continue;
      for (let least = 2; found.size > MOST_COUNTED / 2; least++) dropRare(found, least);
    }
    dropRare(found, minFrequency);
    for (const [piece, times] of found) seeds.push({ piece, weight: times * length });
    if (seeds.length > MOST_SEEDS) seeds = heaviest(seeds);
    if (found.size === 0) break;
    shorter = found;
  }
  return heaviest(seeds);
}

function heaviest(seeds: readonly Seed[]): Seed[] {
  return seeds.toSorted((a, b) => b.weight - a.weight || (a.piece < b.piece ? -1 : 1)).slice(0, MOST_SEEDS);
}

function dropRare(found: Map<string, number>, least: number): void {
  for (const [piece, times] of found) if (times < least) found.delete(piece);
}
