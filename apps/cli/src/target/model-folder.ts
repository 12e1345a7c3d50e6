import { TlcError } from '#contracts';
import { isFolder, modelSource } from './model-source.js';
import type { CommonOptions } from './target.js';

/** The folder of a model that is named by its path, its artifact or its name.
 * @throws TlcError MODEL_UNKNOWN, ARTIFACT_UNKNOWN, ARTIFACT_WRONG_KIND, ARTIFACT_CORRUPT */
export async function modelFolder(model: string, options: CommonOptions): Promise<string> {
  if (await isFolder(model)) return model;
  const { isTag } = await import('#artifacts');
  if (/[/\\.]/.test(model) && !isTag(model))
    throw new TlcError('MODEL_MISSING_FILE', `There is no model folder ${model}.`);
  const { source, name } = await modelSource(model, options);
  return source.folder(await source.find(name));
}
