import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkConfig } from '#contracts';
import { tf } from '#engine';
import { runAlone } from '#jobs';
import { architectureClass, usualTranslator } from '#families';
import { createModel, disposeModel, newConfig, readModel, writeModel } from '#models';
import { readTargetTokenizer, readTokenizer } from '#text';
import operation from './index.js';

const tiny = new URL('../../../models/src/fixtures/tiny', import.meta.url).pathname;
let base: string;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'tlc-import-'));
});
afterAll(() => rm(base, { recursive: true }));

async function importModel(from: string, config: Record<string, unknown>, output: string) {
  const folder = join(base, output);
  await mkdir(folder, { recursive: true });
  const before = tf.memory().numTensors;
  try {
    return { folder, result: await runAlone(operation, { inputs: { from }, config, output: folder, work: base }) };
  } finally {
    expect(tf.memory().numTensors).toBe(before);
  }
}

const json = async (folder: string, name: string) => JSON.parse(await readFile(join(folder, name), 'utf8'));

describe('model.import', () => {
  it('takes the tiny BERT as it is, or with a new head', async () => {
    const plain = await importModel(tiny, {}, 'imported');
    expect(plain.result.summary).toMatchObject({ layers: 1, head: 'none' });
    const headed = await importModel(tiny, { labels: ['no', 'yes', 'perhaps'] }, 'headed');
    expect(headed.result.summary).toMatchObject({ head: 'classification' });
    const [before, after] = [await readModel(tiny), await readModel(headed.folder)];
    for (const [name, { value }] of before.parameters) {
      expect([...after.parameters.get(name)!.value.dataSync()]).toEqual([...value.dataSync()]);
    }
    [before, after].forEach(disposeModel);
  });

  it('makes a tokenizer.json of a vocab.txt, and refuses a folder with neither', async () => {
    const old = join(base, 'old');
    await mkdir(old);
    for (const file of ['config.json', 'model.safetensors']) await copyFile(join(tiny, file), join(old, file));
    await expect(importModel(old, {}, 'y')).rejects.toMatchObject({ code: 'MODEL_MISSING_FILE' });
    const { model } = (await json(tiny, 'tokenizer.json')) as { model: { vocab: Record<string, number> } };
    await writeFile(
      join(old, 'vocab.txt'),
      `${Object.keys(model.vocab)
        .sort((a, b) => model.vocab[a] - model.vocab[b])
        .join('\n')}\n`,
    );
    const { folder } = await importModel(old, {}, 'from-vocabulary');
    expect((await json(folder, 'tokenizer.json')).model.vocab).toEqual(model.vocab);
    await writeFile(join(old, 'tokenizer.json'), '{}');
    await expect(importModel(old, {}, 'y')).rejects.toMatchObject({ code: 'TOKENIZER_INVALID' });
  });

  it('takes a translator with a SentencePiece model for each side, which then reads and writes by its vocab.json', async () => {
    const files = new URL('../../../text/src/tokenizer/fixtures/marian/', import.meta.url);
    const vocabulary = JSON.parse(await readFile(new URL('vocab.json', files), 'utf8')) as Record<string, number>;
    const from = join(base, 'translator');
    const shape = { family: usualTranslator().id, layers: 1, hidden_size: 8, heads: 2, max_positions: 32 };
    const [pad, end] = ['<pad>', '</s>'].map((token) => vocabulary[token]);
    const sizes = { size: Object.keys(vocabulary).length, pad, start: pad, end };
    const config = newConfig(checkConfig(architectureClass(shape), shape), sizes);
    const model = createModel(config, { kind: 'seq2seq-lm' }, 1);
    await writeModel(model, from);
    disposeModel(model);
    for (const name of ['vocab.json', 'tokenizer_config.json']) await copyFile(new URL(name, files), join(from, name));
    for (const name of ['source.spm', 'target.spm']) {
      await writeFile(join(from, name), gunzipSync(await readFile(new URL(`${name}.gz`, files))));
    }
    const { folder } = await importModel(from, {}, 'imported-translator');
    const { special, vocabSize } = await readTokenizer(folder);
    expect((await readTargetTokenizer(folder))?.special).toEqual(special);
    expect([vocabSize, special]).toEqual([sizes.size, { pad, cls: pad, sep: end, unk: vocabulary['<unk>'] }]);
    expect(await json(folder, 'config.json')).toMatchObject({ decoder_start_token_id: pad, eos_token_id: end });
  });

  it('takes a model of the hub, and notes its files', async () => {
    const models = new URL('../../../families/src/families/bert', import.meta.url).pathname;
    process.env.TLC_HUB_FOLDER = models;
    try {
      const { folder } = await importModel('hub:fixtures/sentences', {}, 'of-the-hub');
      const [{ source }] = await json(folder, 'lineage.json');
      expect(source.hub).toBe('fixtures/sentences');
      const weights = source.files.find(({ path }: { path: string }) => path === 'model.safetensors');
      const content = await readFile(join(models, 'fixtures/sentences/model.safetensors'));
      const sha256 = createHash('sha256').update(content).digest('hex');
      expect(weights).toEqual({ path: 'model.safetensors', bytes: content.length, sha256 });
      const nothing = importModel('hub:fixtures/nothing', {}, 'nothing');
      await expect(nothing).rejects.toMatchObject({ code: 'HUB_OFFLINE' });
    } finally {
      delete process.env.TLC_HUB_FOLDER;
    }
  });
});
