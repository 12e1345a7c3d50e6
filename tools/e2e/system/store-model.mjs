/** @import { FolderStore } from '#artifacts' */
import { recipeId } from '#artifacts';

/**
 * Puts a model into a store.
 *
 * @param {FolderStore} store
 * @param {number} seed each its own artifact
 * @param {(folder: string) => Promise<void>} write its files
 * @returns {Promise<string>} its id
 */
export async function storeModel(store, seed, write) {
  const recipe = { operation: 'test', version: 1, config: {}, inputs: {}, seed };
  const staged = await store.stage(recipeId(recipe));
  await write(staged);
  const commit = { kind: /** @type {const} */ ('model'), recipe, seconds: 0, summary: {}, environment: {} };
  return (await store.commit(staged, commit)).id;
}
