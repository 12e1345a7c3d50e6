import { stat } from 'node:fs/promises';
import { TlcError } from '#contracts';
import { openLocal } from './local-answers.js';
import { type CommonOptions, findTarget } from './target.js';

/** The folder of a model that is named by its path, or by its artifact.
 * @throws TlcError ARTIFACT_UNKNOWN, ARTIFACT_WRONG_KIND, ARTIFACT_CORRUPT */
export async function modelFolder(model: string, options: CommonOptions): Promise<string> {
  const isFolder = await stat(model).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (isFolder) return model;
  if (/[/\\.]/.test(model)) throw new TlcError('MODEL_MISSING_FILE', `There is no model folder ${model}.`);
  const { store } = await openLocal(findTarget(options).home);
  const { id, folder, manifest } = await store.open(await store.find(model));
  if (manifest.kind === 'model') return folder;
  throw new TlcError('ARTIFACT_WRONG_KIND', `${id.slice(0, 12)} is no model but a ${manifest.kind}`);
}
