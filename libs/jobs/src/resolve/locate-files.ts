import { resolve } from 'node:path';
import { locateNamed } from '#artifacts';
import { TlcError } from '#contracts';
import { isHubReference, pinHubReference } from '#hub';
import type { InputSpec } from '../operation/operation.js';

/** The files that an input names: by an absolute path, with the digest of their content; or as a model of the hub by its
 * commit, which decides its content.
 * @param folder that relative paths start from
 * @throws TlcError PIPELINE_WRONG_INPUT where the input takes no model of the hub; INPUT_OUTSIDE, INPUT_NOT_REGULAR; those of
 * `digest` and of pinHubReference */
export async function locateFiles(
  { orHub, name }: InputSpec,
  value: string,
  folder: string,
  digest: (path: string) => Promise<string>,
): Promise<{ readonly path: string; readonly digest: string }> {
  if (!isHubReference(value)) {
    const path = resolve(folder, value);
    // What is missing the digest says
    await locateNamed(path).catch((error: unknown) => {
      if (error instanceof TlcError) throw error;
    });
    return { path, digest: await digest(path) };
  }
  if (!orHub) {
    const message = `${value}: ${name} takes no model of the hub; a step of model.import takes it, and others take that step.`;
    throw new TlcError('PIPELINE_WRONG_INPUT', message, { details: { input: name, value } });
  }
  const pinned = await pinHubReference(value);
  return { path: pinned.text, digest: pinned.digest };
}
