import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type FolderStore, openFolderStore, recipeId } from '#artifacts';
import { healthSubject, type ModelList, type PredictAnswer } from '#contracts';
import { type Client, connect, type PrivateServer, startServer } from '#messaging';
import { createLogger, type RunningService } from '#runtime';
import { start } from './index.js';

const FAMILY = new URL('../../../libs/families/src/families/bert/fixtures/', import.meta.url);

/** A small classifier, with the vocabulary of another small model. */
async function storeModel(store: FolderStore): Promise<string> {
  const recipe = { operation: 'test', version: 1, config: {}, inputs: {}, seed: 1 };
  const staged = await store.stage(recipeId(recipe));
  for (const file of ['classification/config.json', 'classification/model.safetensors', 'sentences/tokenizer.json'])
    await cp(new URL(file, FAMILY), join(staged, basename(file)));
  const about = { recipe, seconds: 0, summary: {}, environment: {} };
  return (await store.commit(staged, { kind: 'model', ...about })).id;
}

describe('the serving service', () => {
  let home: string;
  let server: PrivateServer;
  let client: Client;
  let service: RunningService;
  let store: FolderStore;
  let model: string;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'tlc-serving-'));
    server = await startServer({ store: join(home, 'nats') });
    client = await connect(server.url);
    store = await openFolderStore(home);
    model = await storeModel(store);
    await store.tags.set('sentiment:3', model);
    service = await start({ server: server.url, home, logger: createLogger('serving', 'silent') });
  });
  afterAll(async () => {
    await service.close();
    await client.close();
    await server.stop();
    await rm(home, { recursive: true });
  });

  const ask = <T>(what: string, body?: object) => client.request<T>(`tlc.v1.models.${what}`, body, 50_000);

  it('answers for its health', async () => {
    expect(await client.request(healthSubject('serving'))).toMatchObject({ service: 'serving' });
  });

  it('answers for texts, loads, lists and unloads', async () => {
    const texts = ['a fine film', 'dull'];
    const { answers, ...rest } = await ask<PredictAnswer>('predict', { model: 'sentiment', texts, top: 1 });
    expect(rest).toEqual({ model });
    expect(answers).toEqual(
      texts.map(() => ({ classes: [{ label: expect.any(String), probability: expect.any(Number) }] })),
    );
    expect(await ask<ModelList>('list')).toMatchObject({
      tags: [{ name: 'sentiment', version: '3', id: model }],
      loaded: [{ id: model, kind: 'classification' }],
    });
    expect(await ask('unload', { model: 'sentiment:3' })).toEqual({ id: model });
    expect((await ask<ModelList>('list')).loaded).toEqual([]);
    expect(await ask('load', { model: model.slice(0, 12) })).toMatchObject({ id: model });
  });

  it('refuses to translate by a classifier, and more translations than beams', async () => {
    const request = { model: 'sentiment', texts: ['a'] };
    await expect(ask('translate', request)).rejects.toMatchObject({ code: 'MODEL_WRONG_HEAD' });
    const body = { ...request, beams: 2, best: 3 };
    await expect(ask('translate', body)).rejects.toMatchObject({ code: 'CONFIG_WRONG_VALUE' });
  });

  it.each([
    ['an unknown model', { model: 'nobody', texts: ['a'] }, 'MODEL_UNKNOWN'],
    ['a folder', { model: '/etc', texts: ['a'] }, 'NAME_INVALID'],
    ['no texts', { model: 'sentiment', texts: [] }, 'CONFIG_WRONG_VALUE'],
    ['too many texts', { model: 'sentiment', texts: Array(1001).fill('a') }, 'CONFIG_WRONG_VALUE'],
    ['fewer second texts', { model: 'sentiment', texts: ['a', 'b'], pairs: ['c'] }, 'CONFIG_WRONG_VALUE'],
    ['no class', { model: 'sentiment', texts: ['a'], top: 0 }, 'CONFIG_WRONG_VALUE'],
  ])('refuses %s', async (_, body, code) => {
    await expect(ask('predict', body)).rejects.toMatchObject({ code });
  });
});
