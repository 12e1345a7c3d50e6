import type { ParallelText } from './find-parallel.js';

/** Names that the columns of parallel text have in public data sets, the source first; compared without case. */
const USUAL = [
  ['source', 'target'],
  ['src', 'tgt'],
  ['src', 'trg'],
  ['source_text', 'target_text'],
] as const;

/** The columns of the source and of the target: those that are named; those that are called as the languages are, alone or
 * in an object `translation`, as the hub's data sets have them; or those of usual names. Undefined where there are none. */
export function pairColumns(
  columns: readonly string[],
  { languages, columns: named }: Pick<ParallelText, 'languages' | 'columns'>,
): readonly [string, string] | undefined {
  if (named) return named.every((name) => columns.includes(name)) ? named : undefined;
  const [source, target] = languages;
  const candidates = [languages, languages.map((language) => `translation.${language}`)];
  if (source !== target) candidates.push(...USUAL);
  for (const names of candidates) {
    const found = names.map((name) => columns.find((column) => column.toLowerCase() === name.toLowerCase()));
    if (found[0] !== undefined && found[1] !== undefined) return [found[0], found[1]];
  }
  return undefined;
}
