import { describe, expect, it } from '@jest/globals';
import { compressModel, createContext, fixtures } from '#compression';
import { checkConfig } from '#contracts';
import { FAMILIES, familyOf } from '#families';
import { type Model, createModel, disposeModel, encode, vocabularyParameters, weightsOf } from '#models';
import { type Dataset, batchOf, fileOrder, openTokenizer } from '#text';
import { tf } from '#engine';
import { VocabularyPruningConfig } from './config.js';
import plugin from './index.js';

const withFixture = fixtures();
const SIZES = { layers: 1, hidden_size: 24, heads: 2, max_positions: 64 };

const pruned = async (model: Model, dataset: Dataset, size: number) =>
  (
    await compressModel(
      plugin,
      model,
      checkConfig(VocabularyPruningConfig, { size }),
      createContext({ seed: 1, dataset }),
    )
  ).model;

const hiddenStates = (model: Model, ids: Int32Array) => {
  const starts = Int32Array.of(0, ids.length);
  const batch = { ids, positions: ids.map((_, i) => i), types: new Int32Array(ids.length), starts };
  const output = tf.tidy(() => encode(weightsOf(model), model, batch));
  const values = Array.from(output.dataSync());
  output.dispose();
  return values;
};

describe('vocabulary-pruning', () => {
  it('answers as before, to the bit, where a text’s tokens are left', () =>
    withFixture(async ({ model, dataset }) => {
      const after = await pruned(model, dataset, 250);
      const [before, own] = [openTokenizer(dataset.tokenizer), openTokenizer(after.tokenizer!)];
      const train = batchOf(dataset.splits.train!, fileOrder(dataset.splits.train!));
      const text = before.engine.idToToken(Number(train.ids[1]))!.replace(/^##/, '');
      const encoding = await own.engine.encode(text);
      expect(hiddenStates(after, Int32Array.from(encoding.getIds()))).toEqual(
        hiddenStates(model, Int32Array.from((await before.engine.encode(text)).getIds())),
      );
      expect(after.config).toEqual({ ...model.config, vocab_size: 250 });
      disposeModel(after);
    }));

  it.each(FAMILIES.filter(({ heads }) => heads['masked-lm']).map((family) => [family.id, family] as const))(
    'cuts the table and the bias of the logits of %s',
    (_, family) =>
      withFixture(async ({ dataset }) => {
        const config = family.newConfig(checkConfig(family.architecture, { family: family.id, ...SIZES }), {
          size: dataset.vocabSize,
          pad: dataset.special.pad,
        });
        const model = createModel(config, { kind: 'masked-lm' }, 1, dataset.tokenizer);
        const after = await pruned(model, dataset, 200);
        expect(familyOf(config).dimensions(after.config).vocabulary).toBe(200);
        const names = [...vocabularyParameters(config)];
        expect(names).toHaveLength(2);
        expect(names.map((name) => after.parameters.get(name)!.value.shape[0])).toEqual([200, 200]);
        expect(hiddenStates(after, Int32Array.of(2, 5, 3))).toEqual(hiddenStates(model, Int32Array.of(2, 5, 3)));
        disposeModel(model);
        disposeModel(after);
      }),
  );

  it('refuses a model without a tokenizer, and a data set of another one', () =>
    withFixture(async ({ model, dataset }) => {
      await expect(pruned({ ...model, tokenizer: undefined }, dataset, 200)).rejects.toMatchObject({
        code: 'PLUGIN_REFUSED',
      });
      const swapped = model.tokenizer!.replace('"!":5,"$":6', '"$":5,"!":6');
      await expect(pruned({ ...model, tokenizer: swapped }, dataset, 200)).rejects.toMatchObject({
        code: 'TOKENIZER_MISMATCH',
      });
    }));
});
