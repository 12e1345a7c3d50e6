import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Layout } from './layout.js';
import { stage } from './staging.js';

/** Moves a folder into its place. @returns false where something lies there already */
export const moveFolder = (from: string, to: string): Promise<boolean> =>
  rename(from, to).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
      return false;
    },
  );

/** Removes the folder of an artifact: out of its place in one step, then off the disk. @returns whether it was there */
export async function removeFolder(layout: Layout, id: string, folder = layout.artifact(id)): Promise<boolean> {
  const aside = await stage(layout, id);
  const wasThere = await rename(folder, join(aside, 'removed')).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      return false;
    },
  );
  await rm(aside, { recursive: true, force: true });
  return wasThere;
}
