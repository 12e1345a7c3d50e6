import type { Granularity } from './encoding.js';

/** What `config.json` says. */
export type Settings = Readonly<Record<string, unknown>>;

export const isWhole = (value: unknown, least: number, most: number): value is number =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most;

/** Which values belong together; none where that cannot be. */
export function readGroups({
  granularity,
  group_size: groupSize,
}: Settings): { readonly granularity: Granularity; readonly groupSize?: number } | undefined {
  if (granularity === 'tensor' || granularity === 'channel') return { granularity };
  if (granularity !== 'group' || !isWhole(groupSize, 1, 2 ** 31)) return undefined;
  return { granularity, groupSize };
}
