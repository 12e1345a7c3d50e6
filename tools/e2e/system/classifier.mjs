/** @import { FolderStore } from '#artifacts' */
import { cp } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { storeModel } from './store-model.mjs';

const FAMILY = fileURLToPath(new URL('../../../libs/families/src/families/bert/fixtures', import.meta.url));

/**
 * Puts a small classifier into a store, with the vocabulary of another small model.
 *
 * @param {FolderStore} store
 * @param {number} seed each its own artifact
 * @returns {Promise<string>} its id
 */
export const storeClassifier = (store, seed) =>
  storeModel(store, seed, async (folder) => {
    for (const file of ['classification/config.json', 'classification/model.safetensors', 'sentences/tokenizer.json'])
      await cp(join(FAMILY, file), join(folder, basename(file)));
  });
