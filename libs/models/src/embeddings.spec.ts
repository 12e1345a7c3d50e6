import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { floatsHeld, tf } from '#engine';
import { count, type Embeddings, FAMILIES, type Pooling } from '#families';
import type { Batch } from '#text';
import { withHead } from './create-model.js';
import { packSentences } from './fixtures/pack-sentences.js';
import { readModel } from './folder/read.js';
import { writeModel } from './folder/write.js';
import { logits } from './forward.js';
import { loss } from './loss.js';
import { disposeModel, type Model } from './model.js';
import { weightsOf } from './weights.js';

const FOLDER = fileURLToPath(new URL('../../families/src/families/', import.meta.url));
const json = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

const vectorsOf = (model: Model, batch: Batch): number[] => {
  const vectors = tf.tidy(() => logits(weightsOf(model), model, batch));
  const values = [...vectors.dataSync()];
  vectors.dispose();
  return values;
};

const furthest = (given: readonly number[], wanted: readonly number[]) => {
  expect(given.length).toBe(wanted.length);
  return given.reduce((most, value, i) => Math.max(most, Math.abs(value - wanted[i])), 0);
};

let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'tlc-embeddings-'));
});
afterAll(() => rm(base, { recursive: true }));

describe('a folder of sentence-transformers', () => {
  interface Expected {
    readonly sentences: readonly { readonly ids: number[]; readonly embedding: number[] }[];
  }
  const at = (name: string) => join(FOLDER, 'bert/fixtures', name);

  it.each<[string, Pooling, boolean]>([
    ['sentences', 'mean', true],
    ['sentences-maximum', 'largest', false],
    ['sentences-older', 'mean', true],
    ['sentences-first-older', 'first', false],
  ])(
    '%s is a model whose answers are its vectors, packed or alone, and again once written',
    async (name, how, normalize) => {
      const { sentences } = json(join(at(name), 'expected.json')) as Expected;
      const model = await readModel(at(name));
      expect(model.head).toEqual({ kind: 'embeddings', pooling: [how], normalize, longest: 12 });
      const batch = packSentences(sentences.map(({ ids }) => ids));
      const together = vectorsOf(model, batch);
      expect(
        furthest(
          together,
          sentences.flatMap(({ embedding }) => embedding),
        ),
      ).toBeLessThan(2e-6);
      const alone = sentences.flatMap(({ ids }) => vectorsOf(model, packSentences([ids])));
      expect(furthest(together, alone)).toBeLessThan(1e-6);

      await writeModel(model, join(base, name));
      const again = await readModel(join(base, name));
      expect(again.head).toEqual(model.head);
      expect(vectorsOf(again, batch)).toEqual(together);
      // Where texts are cut, for whoever reads the folder with the tokenizer's own settings
      expect(json(join(base, name, 'tokenizer_config.json')).model_max_length).toBe(12);
      [model, again].forEach(disposeModel);
    },
  );

  const changed = async (path: string, change: object | object[]) => {
    const folder = await mkdtemp(join(base, 'changed-'));
    await cp(at('sentences'), folder, { recursive: true });
    const old = JSON.parse(await readFile(join(folder, path), 'utf8'));
    await writeFile(join(folder, path), JSON.stringify(Array.isArray(change) ? change : { ...old, ...change }));
    return folder;
  };

  it('keeps its prompts, its similarity, and the order of several poolings', async () => {
    const prompts = { query: 'query: ', document: '' };
    const folder = await changed('config_sentence_transformers.json', { prompts, similarity_fn_name: 'dot' });
    const pooling = { pooling_mode: ['mean', 'cls'] };
    const old = json(join(folder, '1_Pooling/config.json'));
    await writeFile(join(folder, '1_Pooling/config.json'), JSON.stringify({ ...old, ...pooling }));
    const model = await readModel(folder);
    const own = { prompts: { query: 'query: ' }, similarity: 'dot' };
    expect(model.head).toMatchObject({ pooling: ['mean', 'first'], ...own });
    await writeModel(model, join(base, 'kept'));
    const again = await readModel(join(base, 'kept'));
    expect(again.head).toEqual(model.head);
    [model, again].forEach(disposeModel);
  });

  const module = (name: string, path: string) => ({ name, path, type: `sentence_transformers.models.${name}` });
  const [encoder, pooling] = [module('Transformer', ''), module('Pooling', '1_Pooling')];

  it.each<[string, string, object | object[], string]>([
    ['a Dense layer', 'modules.json', [encoder, pooling, module('Dense', '2_Dense')], '"Dense"'],
    ['no pooling', 'modules.json', [encoder], 'Transformer and Pooling'],
    ['an encoder elsewhere', 'modules.json', [module('Transformer', '0_Transformer'), pooling], '"0_Transformer"'],
    ['an unknown pooling', '1_Pooling/config.json', { pooling_mode: 'median' }, '"median"'],
    ['pooling without the prompt', '1_Pooling/config.json', { include_prompt: false }, 'include_prompt'],
    ['lower-casing outside the tokenizer', 'sentence_bert_config.json', { do_lower_case: true }, 'do_lower_case'],
    [
      'a prompt before every text',
      'config_sentence_transformers.json',
      { prompts: { passage: 'passage: ' }, default_prompt_name: 'passage' },
      'default_prompt_name',
    ],
  ])('with %s is refused by name', async (_, path, change, words) => {
    await expect(readModel(await changed(path, change))).rejects.toMatchObject({
      code: 'MODEL_UNSUPPORTED',
      message: expect.stringContaining(words),
    });
  });

  it('whose files are no JSON, or lack what they name, is refused', async () => {
    const broken = await changed('modules.json', []);
    await writeFile(join(broken, 'modules.json'), '[');
    await expect(readModel(broken)).rejects.toMatchObject({ code: 'MODEL_CONFIG_INVALID' });
    const lacking = await changed('modules.json', [encoder, module('Pooling', '3_Pooling')]);
    await expect(readModel(lacking)).rejects.toMatchObject({ code: 'MODEL_MISSING_FILE' });
  });
});

/** Families that sentence-transformers can put its pooling on: encoders for which Transformers has a class. */
const KNOWN = FAMILIES.filter(({ files, decode }) => !decode && !files.own?.includes(Object.keys(files.classes)[0]));

describe.each(KNOWN.map(({ id }) => id))('%s with an embeddings head', (family) => {
  interface Expected {
    readonly sentences: readonly { ids: number[]; types: number[]; pooled: number[]; length: number }[];
    readonly loss: number;
  }
  const all = json(fileURLToPath(new URL('fixtures/embeddings.json', import.meta.url)));
  const { sentences, loss: wantedLoss } = all.families[family] as Expected;
  // The order of sentence-transformers: cls, max, mean, mean_sqrt_len_tokens, weightedmean, lasttoken
  const head: Embeddings = {
    kind: 'embeddings',
    pooling: ['first', 'largest', 'mean', 'mean-root', 'weighted-mean', 'last'],
    normalize: false,
  };
  const packed = packSentences(
    sentences.map(({ ids }) => ids),
    sentences.map(({ types }) => types),
  );

  it('has the vectors of sentence-transformers by every pooling, and their length 1 where asked for', async () => {
    const model = await readModel(join(FOLDER, family, 'fixtures/base'));
    const pooling = withHead(model, head, 1);
    expect(
      furthest(
        vectorsOf(pooling, packed),
        sentences.flatMap(({ pooled }) => pooled),
      ),
    ).toBeLessThan(1e-5);
    const unit = withHead(model, { ...head, normalize: true }, 1);
    const wanted = sentences.flatMap(({ pooled, length }) => pooled.map((value) => value / length));
    expect(furthest(vectorsOf(unit, packed), wanted)).toBeLessThan(2e-6);
    [model, pooling, unit].forEach(disposeModel);
  });

  it('keeps for backward what was counted', async () => {
    const model = await readModel(join(FOLDER, family, 'fixtures/base'));
    const pooling = withHead(model, { ...head, pooling: ['mean'], normalize: true }, 1);
    const variables = new Map([...pooling.parameters].map(([name, { value }]) => [name, tf.variable(value)] as const));
    const labels = Float32Array.of(0, 0, 1, 1);
    const batch = { ...packed, labels, together: 2 };
    const held = floatsHeld(
      () => loss((name) => variables.get(name)!, pooling, batch, { dropout: { seed: 1, step: 5, rate: 0.2 } }),
      variables.values(),
    );
    const rows = packed.ids.length;
    const extent = { tokens: rows, sentences: sentences.length, masked: 0, length: rows };
    const counts = count(pooling.config, pooling.head, extent);
    const counted = [counts.embeddings, ...counts.layers, counts.head].reduce((sum, { kept }) => sum + kept, 0);
    expect(Math.abs(held / counted - 1)).toBeLessThan(0.1);
    tf.dispose([...variables.values()]);
    [model, pooling].forEach(disposeModel);
  });

  it('has the loss of the cosine of pairs', async () => {
    const model = await readModel(join(FOLDER, family, 'fixtures/base'));
    const pooling = withHead(model, head, 1);
    const [one, other] = all.scores as [number, number];
    const labels = Float32Array.of(one, one, other, other);
    const value = loss(weightsOf(pooling), pooling, { ...packed, labels, together: 2 });
    expect(Math.abs(value.dataSync()[0] - wantedLoss)).toBeLessThan(1e-5);
    value.dispose();
    [model, pooling].forEach(disposeModel);
  });
});
