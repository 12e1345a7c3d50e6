import type { Manifest } from '../manifest.js';
import { inputIds } from '../recipe/input-ids.js';

/** What makes artifacts removable; with neither, none is. */
export interface CleanRules {
  /** Made before this time, ISO 8601. */
  readonly before?: string;
  /** Bytes that artifacts may take together: the oldest go until they do. */
  readonly mostBytes?: number;
}

/** The artifacts that go, in the order in which they may: each after all that was made of it, of those the oldest first.
 * What is kept is never made of what goes, or the next run would make that again.
 * @param named ids that are kept whatever the rules say, with all that they were made from */
export function removable(manifests: readonly Manifest[], named: ReadonlySet<string>, rules: CleanRules): Manifest[] {
  const uses = new Map<string, number>();
  for (const manifest of manifests) for (const id of inputIds(manifest)) uses.set(id, (uses.get(id) ?? 0) + 1);
  const waiting = [...manifests].sort((a, b) => a.created.localeCompare(b.created));
  let bytes = waiting.reduce((sum, manifest) => sum + bytesOf(manifest), 0);
  const goes = (manifest: Manifest) =>
    !named.has(manifest.id) &&
    !uses.get(manifest.id) &&
    ((rules.before !== undefined && manifest.created < rules.before) ||
      (rules.mostBytes !== undefined && bytes > rules.mostBytes));
  const gone: Manifest[] = [];
  for (let at = waiting.findIndex(goes); at >= 0; at = waiting.findIndex(goes)) {
    const [manifest] = waiting.splice(at, 1);
    for (const id of inputIds(manifest)) uses.set(id, uses.get(id)! - 1);
    bytes -= bytesOf(manifest);
    gone.push(manifest);
  }
  return gone;
}

/** Bytes of its files. */
export const bytesOf = ({ files }: Manifest): number => Object.values(files).reduce((sum, file) => sum + file.bytes, 0);
