import { TlcError } from '#contracts';
import type { TokenParts } from '#text';

/** The tokens that are left, rising: what every text may need, the characters of what the data uses, then what it uses most,
 * of equals the one with the lower id first, each with the tokens that it is made of.
 * @param counts how often the data has each id
 * @throws TlcError PLUGIN_REFUSED where more have to stay than are to be left */
export function chooseTokens(
  counts: ArrayLike<number>,
  size: number,
  { always, characters, parts }: TokenParts,
): number[] {
  const order = Array.from({ length: counts.length }, (_, id) => id).sort((a, b) => counts[b] - counts[a] || a - b);
  const kept = new Set(always);
  for (const id of order) if (counts[id] > 0) for (const each of characters(id)) kept.add(each);
  if (kept.size > size) {
    const message = `${kept.size} special tokens and characters of the data have to stay, so that size cannot be ${size}`;
    throw new TlcError('PLUGIN_REFUSED', message, { details: { size, least: kept.size } });
  }
  // A token whose parts found no room may find it when others have brought them
  for (let before = -1; kept.size < size && kept.size > before;) {
    before = kept.size;
    for (const id of order) {
      if (kept.has(id)) continue;
      const added = [...parts(id)].filter((part) => !kept.has(part));
      if (kept.size + added.length <= size) for (const part of added) kept.add(part);
      if (kept.size === size) break;
    }
  }
  return [...kept].sort((a, b) => a - b);
}
