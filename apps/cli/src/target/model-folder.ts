import { stat } from 'node:fs/promises';
import { TlcError } from '#contracts';
import { openLocal } from './local-answers.js';
import { type CommonOptions, findTarget } from './target.js';

/** The folder of a model that is named by its path, its artifact or its name.
 * @throws TlcError MODEL_UNKNOWN, ARTIFACT_UNKNOWN, ARTIFACT_WRONG_KIND, ARTIFACT_CORRUPT */
export async function modelFolder(model: string, options: CommonOptions): Promise<string> {
  const isFolder = await stat(model).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (isFolder) return model;
  if (/[/\\.]/.test(model)) throw new TlcError('MODEL_MISSING_FILE', `There is no model folder ${model}.`);
  const [{ store }, { modelsOfStore }] = await Promise.all([openLocal(findTarget(options).home), import('#serving')]);
  const source = modelsOfStore(store, store.layout.home);
  return source.folder(await source.find(model));
}
