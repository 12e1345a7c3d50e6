import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HttpServer } from '#http';
import { writeTestModel, writeTestTranslator } from './fixtures/test-model.js';
import { startHttp } from './http/http-server.js';
import { createModelServer, type ModelServer } from './models/model-server.js';
import { modelOfFolder } from './models/model-source.js';
import { openTranslator, type Translator } from './translator.js';

const TEXTS = ['a fine film', 'dull', '', 'a fine dull film', 'fine'];

let folder: string;
let models: ModelServer;
let translator: Translator;
let http: HttpServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tlc-translating-'));
  await writeTestTranslator(folder);
  models = createModelServer({ source: modelOfFolder(folder) });
  translator = await openTranslator(folder);
  http = await startHttp(models, { port: 0 });
});
afterAll(async () => {
  translator.close();
  await http.close();
  await models.close();
  await rm(folder, { recursive: true });
});

const asked = (text: string, beams: number, best = 1, lengthPenalty = 1) => ({ text, beams, best, lengthPenalty });
const alone = async (text: string, beams: number, best = 1, lengthPenalty = 1) =>
  (await translator.translate([text], { beams, best, lengthPenalty })).translations[0];
const post = async (body: object) => {
  const url = `${http.url}/v2/models/${basename(folder)}/infer`;
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  return { status: answer.status, body: (await answer.json()) as Record<string, never> };
};
const input = (name: string, data: string[]) => ({ name, datatype: 'BYTES', shape: [data.length], data });

describe('a served translation model', () => {
  it('gives many who ask at once, each with own settings, what each would get alone', async () => {
    const settings: [beams: number, best?: number, penalty?: number][] = [[1], [3], [3, 2], [3, 3, 0]];
    const questions = settings.flatMap((own) => TEXTS.map((text) => [text, ...own] as const));
    const answers = await Promise.all(questions.map((own) => models.translate(basename(folder), [asked(...own)])));
    for (const [i, own] of questions.entries()) {
      const expected = await alone(...own);
      expect(answers[i].translations[0].map(({ text }) => text)).toEqual(expected.map(({ text }) => text));
      answers[i].translations[0].forEach(({ score }, j) => expect(score).toBeCloseTo(expected[j].score, 5));
    }
  });

  it('keeps translations by text and settings', async () => {
    const [first, again] = [asked('a film', 2), asked('a film', 2)];
    const { translations } = await models.translate(basename(folder), [first]);
    const before = await models.metrics.text();
    expect((await models.translate(basename(folder), [again])).translations).toEqual(translations);
    const known = /from="cache"\} (\d+)/;
    const count = (text: string) => Number(known.exec(text)?.[1] ?? 0);
    expect(count(await models.metrics.text())).toBe(count(before) + 1);
    await models.translate(basename(folder), [asked('a film', 3)]);
    expect(count(await models.metrics.text())).toBe(count(before) + 1);
  });

  it('answers over HTTP with the best translation and its score', async () => {
    const [best] = await alone('a fine film', 3);
    const { status, body } = await post({ inputs: [input('text', ['a fine film'])], parameters: { beams: 3 } });
    expect(status).toBe(200);
    expect(body.outputs).toEqual([
      { name: 'translation', datatype: 'BYTES', shape: [1], data: [best.text] },
      { name: 'score', datatype: 'FP32', shape: [1], data: [expect.closeTo(best.score, 5)] },
    ]);
    const metadata = await (await fetch(`${http.url}/v2/models/${basename(folder)}`)).json();
    expect(metadata).toMatchObject({
      inputs: [{ name: 'text' }],
      outputs: [{ name: 'translation' }, { name: 'score' }],
      parameters: { kind: 'translation' },
    });
  });

  it.each([
    ['a beam of 0', { inputs: [input('text', ['a'])], parameters: { beams: 0 } }],
    ['a beam that is no number', { inputs: [input('text', ['a'])], parameters: { beams: 'many' } }],
    ['a second text', { inputs: [input('text', ['a']), input('pair', ['b'])] }],
    ['an output that it has not', { inputs: [input('text', ['a'])], outputs: [{ name: 'label' }] }],
  ])('refuses %s over HTTP', async (_, body) => {
    expect(await post(body)).toMatchObject({ status: 400, body: { code: 'CONFIG_WRONG_VALUE' } });
  });

  it('does not predict, as a classifier does not translate', async () => {
    await expect(models.predict(basename(folder), [{ text: 'a' }])).rejects.toMatchObject({ code: 'MODEL_WRONG_HEAD' });
    const other = await mkdtemp(join(tmpdir(), 'tlc-predicting-'));
    await writeTestModel(other, { kind: 'classification', labels: ['bad', 'good'] });
    const classifier = createModelServer({ source: modelOfFolder(other) });
    await expect(classifier.translate(basename(other), [asked('a', 1)])).rejects.toMatchObject({
      code: 'MODEL_WRONG_HEAD',
    });
    await classifier.close();
    await rm(other, { recursive: true });
  });
});
