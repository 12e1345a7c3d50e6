import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkConfig, type Scores } from '#contracts';
import { architectureClass, usualTranslator } from '#families';
import { runAlone } from '#jobs';
import { measuredTexts, measuresOf } from '#metrics/translation';
import { createModel, disposeModel, newConfig, writeModel } from '#models';
import { encodeParallel, learnTokenizer, writeDataset } from '#text';
import operation from './index.js';

const SOURCES = ['a dog runs', 'a cat', 'the dog and the cat', 'the cat runs'];
const TARGETS = ['Ein Hund läuft', 'Eine Katze', 'Der Hund und die Katze', 'Die Katze läuft'];

/** An encoder-decoder with random weights. */
describe('evaluate of translations', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tlc-translations-'));
    await Promise.all(['files', 'pairs', 'model'].map((name) => mkdir(join(folder, name))));
    for (const split of ['train', 'test']) {
      await writeFile(join(folder, `files/${split}.en`), SOURCES.join('\n'));
      await writeFile(join(folder, `files/${split}.de`), TARGETS.join('\n'));
    }
    const cleaning = { lowercase: false, stripAccents: false };
    const tokenizer = learnTokenizer([...SOURCES, ...TARGETS], {
      ...cleaning,
      algorithm: 'bpe',
      vocabSize: 60,
      minFrequency: 1,
    });
    const pairs = await encodeParallel(tokenizer, join(folder, 'files'), { maxLength: 16, languages: ['en', 'de'] });
    await writeDataset(join(folder, 'pairs'), pairs);
    const family = usualTranslator().id;
    const shape = { family, layers: 1, hidden_size: 16, heads: 2, max_positions: 16 };
    const { pad, cls: start, sep: end } = pairs.special;
    const config = newConfig(checkConfig(architectureClass(), shape), { size: pairs.vocabSize, pad, start, end });
    const model = createModel(config, { kind: 'seq2seq-lm' }, 3, pairs.tokenizer);
    await writeModel(model, join(folder, 'model'));
    disposeModel(model);
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function scoresOf(config: Record<string, unknown>) {
    const output = await mkdtemp(join(folder, 'out-'));
    const inputs = { model: join(folder, 'model'), dataset: join(folder, 'pairs') };
    await runAlone(operation, { inputs, config: { split: 'test', beams: 2, ...config }, output, work: output });
    const scores = JSON.parse(await readFile(join(output, 'scores.json'), 'utf8')) as Scores;
    const texts = await readFile(join(output, 'translations.txt'), 'utf8').catch(() => undefined);
    return { measures: scores.measures, texts: texts?.split('\n').slice(0, -1) };
  }

  it('measures the same texts in several ways, each with its signature', async () => {
    const { measures, texts } = await scoresOf({
      measure: ['bleu', 'bleu_lowercase', 'chrf', 'ter'],
      tokenize: 'char',
    });
    expect(measures.map(({ name, signature }) => [name, signature.split('|').slice(0, 4)])).toEqual([
      ['bleu', ['nrefs:1', 'case:mixed', 'eff:no', 'tok:char']],
      ['bleu_lowercase', ['nrefs:1', 'case:lc', 'eff:no', 'tok:char']],
      ['chrf', ['nrefs:1', 'case:mixed', 'eff:yes', 'nc:6']],
      ['ter', ['nrefs:1', 'case:lc', 'tok:tercom', 'norm:no']],
    ]);
    expect(texts).toHaveLength(TARGETS.length);
    for (const [name, key, options] of [
      ['bleu', 'bleu', { tokenize: 'char' }],
      ['bleu_lowercase', 'bleu', { tokenize: 'char', lowercase: true }],
      ['chrf', 'chrf', {}],
      ['ter', 'ter', {}],
    ] as const) {
      const [measure] = measuresOf([key], { [key]: options });
      const { value } = measuredTexts(measure, texts!, [TARGETS]).measured;
      expect(measures.find((each) => each.name === name)?.value).toBe(value);
    }
  });

  it('translates nothing for the loss alone', async () => {
    const { measures, texts } = await scoresOf({ measure: ['loss'] });
    expect([measures.map(({ name }) => name), texts]).toEqual([['loss'], undefined]);
  });

  it('refuses what is not measured of translations', async () => {
    await expect(scoresOf({ measure: ['accuracy'] })).rejects.toMatchObject({ code: 'MEASURE_UNKNOWN' });
  });
});
