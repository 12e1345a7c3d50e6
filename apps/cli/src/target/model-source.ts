import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { ModelSource } from '#serving';
import { openLocal } from './local-answers.js';
import { type CommonOptions, findTarget } from './target.js';

/** Where a model is that is named by its path, its artifact or its name, and what the source calls it. */
export async function modelSource(
  model: string,
  options: CommonOptions,
): Promise<{ readonly source: ModelSource; readonly name: string }> {
  const { modelOfFolder, modelsOfStore } = await import('#serving');
  if (await isFolder(model)) return { source: modelOfFolder(model), name: basename(resolve(model)) };
  const { store } = await openLocal(findTarget(options));
  return { source: modelsOfStore(store), name: model };
}

export const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
