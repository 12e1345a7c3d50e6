import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type FolderStore, openFolderStore, recipeId, type Tags } from '#artifacts';
import { writeTestModel } from '../fixtures/test-model.js';
import { createModelServer } from './model-server.js';
import { modelsOfStore } from './model-source.js';

let home: string;
let store: FolderStore;
let tags: Tags;
const ids: string[] = [];
let bytes: number;

/** Two models and a tokenizer in a store. */
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tlc-models-'));
  store = await openFolderStore(home);
  tags = store.tags;
  for (const seed of [1, 2]) {
    const recipe = { operation: 'test', version: 1, config: {}, inputs: {}, seed };
    const staged = await store.stage(recipeId(recipe));
    await writeTestModel(staged, { kind: 'classification', labels: ['bad', 'good'] }, seed);
    const kind = 'model' as const;
    const { id } = await store.commit(staged, { kind, recipe, seconds: 0, summary: {}, environment: {} });
    ids.push(id);
  }
  bytes = Object.values((await store.manifest(ids[0])).files).reduce((sum, file) => sum + file.bytes, 0);
});
afterAll(() => rm(home, { recursive: true }));

const serverOf = (options: { memory?: number; cache?: number } = {}) =>
  createModelServer({ source: modelsOfStore(store), ...options });
const TEXTS = [{ text: 'a fine film' }];

describe('a server of models', () => {
  it('answers by id, by its first letters, and by name', async () => {
    const server = serverOf();
    await tags.set('names:1', ids[0]);
    const answers = await Promise.all(
      [ids[0], ids[0].slice(0, 10), 'names', 'names:1'].map((reference) => server.predict(reference, TEXTS)),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0].model).toBe(ids[0]);
    expect((await server.predict('names', TEXTS, 1)).answers).toEqual([{ classes: [expect.anything()] }]);
    expect(await server.list()).toMatchObject({
      tags: [{ name: 'names', version: '1', id: ids[0] }],
      loaded: [{ id: ids[0], labels: ['bad', 'good'] }],
    });
    await expect(server.predict('nobody', TEXTS)).rejects.toMatchObject({ code: 'MODEL_UNKNOWN' });
    await expect(server.predict('../x', TEXTS)).rejects.toMatchObject({ code: 'NAME_INVALID' });
    await server.close();
  });

  it('follows a name that is moved while many ask, and loses no answer', async () => {
    const server = serverOf({ cache: 0 });
    await tags.set('moved', ids[0]);
    const seen = new Set<string>();
    let isDone = false;
    const client = async () => {
      while (!isDone) seen.add((await server.predict('moved', TEXTS)).model);
    };
    const clients = Promise.all([client(), client(), client()]);
    while (!seen.has(ids[0])) await sleep(5);
    await tags.set('moved', ids[1]);
    while (!seen.has(ids[1])) await sleep(5);
    isDone = true;
    await clients;
    expect((await server.predict('moved', TEXTS)).model).toBe(ids[1]);
    await server.close();
  });

  it('keeps as many models as its memory holds: the one asked least recently goes out, and comes again', async () => {
    const server = serverOf({ memory: Math.round(1.5 * bytes) });
    const first = await server.predict(ids[0], TEXTS);
    await server.predict(ids[1], TEXTS);
    expect((await server.list()).loaded.map(({ id }) => id)).toEqual([ids[1]]);
    expect(await server.predict(ids[0], TEXTS)).toEqual(first);
    await Promise.all(Array.from({ length: 20 }, (_, i) => server.predict(ids[i % 2], [{ text: `text ${i}` }])));
    expect((await server.list()).loaded).toHaveLength(1);
    await server.close();
    const small = serverOf({ memory: 10 });
    await expect(small.predict(ids[0], TEXTS)).rejects.toMatchObject({ code: 'MODEL_OVER_LIMIT' });
    await small.close();
  });

  it('unloads a model under way without losing an answer', async () => {
    const server = serverOf({ cache: 0 });
    await server.load(ids[0]);
    const answers = Promise.all(Array.from({ length: 50 }, (_, i) => server.predict(ids[0], [{ text: `t ${i}` }])));
    await server.unload(ids[0]);
    expect(await answers).toHaveLength(50);
    await server.close();
    expect((await server.list()).loaded).toEqual([]);
  });

  it('keeps answers by content', async () => {
    const server = serverOf();
    const texts = [{ text: 'a' }, { text: 'a', pair: 'b' }, { text: 'b' }];
    const first = await server.predict(ids[0], texts);
    expect(await server.predict(ids[0], texts)).toEqual(first);
    expect(await server.metrics.text()).toMatch(/tlc_serving_texts_total\{model="\w+",from="cache"\} 3/);
    await server.close();
  });
});
