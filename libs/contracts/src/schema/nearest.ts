import { distance } from 'fastest-levenshtein';

/** The candidate that a misspelt `word` most likely meant, if one is near (a third of its letters differ at most). */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, far: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.far - b.far);
  const best = ranked[0];
  return best && best.far <= Math.max(1, Math.ceil(Math.max(word.length, best.candidate.length) / 3))
    ? best.candidate
    : undefined;
}
