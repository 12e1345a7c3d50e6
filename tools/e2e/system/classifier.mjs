/** @import { FolderStore } from '#artifacts' */
import { cp } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { recipeId } from '#artifacts';

const FAMILY = fileURLToPath(new URL('../../../libs/families/src/families/bert/fixtures', import.meta.url));

/**
 * Puts a small classifier into a store, with the vocabulary of another small model.
 *
 * @param {FolderStore} store
 * @param {number} seed each its own artifact
 * @returns {Promise<string>} its id
 */
export async function storeClassifier(store, seed) {
  const recipe = { operation: 'test', version: 1, config: {}, inputs: {}, seed };
  const staged = await store.stage(recipeId(recipe));
  for (const file of ['classification/config.json', 'classification/model.safetensors', 'sentences/tokenizer.json'])
    await cp(join(FAMILY, file), join(staged, basename(file)));
  const commit = { kind: /** @type {const} */ ('model'), recipe, seconds: 0, summary: {}, environment: {} };
  return (await store.commit(staged, commit)).id;
}
