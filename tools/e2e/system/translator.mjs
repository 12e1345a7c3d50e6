/** @import { FolderStore } from '#artifacts' */
import { architectureClass } from '#families';
import { checkConfig } from '#contracts';
import { createModel, disposeModel, newConfig, writeModel } from '#models';
import { learnTokenizer } from '#text';
import { storeModel } from './store-model.mjs';

/**
 * Puts a small encoder-decoder with random weights into a store.
 *
 * @param {FolderStore} store
 * @param {number} seed each its own artifact
 * @returns {Promise<string>} its id
 */
export function storeTranslator(store, seed) {
  const settings = { vocabSize: 60, lowercase: false, minFrequency: 1 };
  const tokenizer = learnTokenizer(['A man rides a bicycle.', 'Ein Mann fährt Fahrrad.'], settings);
  const plain = { family: 'marian', layers: 1, hidden_size: 16, heads: 2, max_positions: 24 };
  const { pad, cls: start, sep: end } = tokenizer.special;
  const config = newConfig(checkConfig(architectureClass(plain), plain), {
    size: tokenizer.vocabSize,
    pad,
    start,
    end,
  });
  return storeModel(store, seed, async (folder) => {
    const model = createModel(config, { kind: 'seq2seq-lm' }, seed, tokenizer.json);
    await writeModel(model, folder);
    disposeModel(model);
  });
}
