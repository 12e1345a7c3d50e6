import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type FolderStore, type Manifest, openFolderStore, recipeId } from '#artifacts';
import type { ArtifactKind } from '#contracts';
import { openObservations } from './observations.js';

/** A BERT of one layer. */
const tiny = new URL('../../models/src/fixtures/tiny', import.meta.url).pathname;
const history = [
  { phase: 'pretrain', step: 9, seconds: 4, tokens: 900, loss: 3, learning_rate: 0 },
  { phase: 'finetune', step: 2, seconds: 1, tokens: 200, loss: 0.7, learning_rate: 0.1 },
  { phase: 'finetune', step: 4, seconds: 2, tokens: 400, loss: 0.6, learning_rate: 0, dev: { name: 'f1', value: 0.5 } },
];
const measure = { name: 'f1', value: 0.5, samples: 40, signature: 'f1|split:dev' };
const scores = {
  model: { artifact: 'm', parameters: 3, bytes: 9 },
  dataset: { artifact: 'd', split: 'dev' },
  measures: [measure],
};

let home: string;
let store: FolderStore;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'tlc-observed-'));
  store = await openFolderStore(home);
});
afterEach(() => rm(home, { recursive: true }));

async function make(
  kind: ArtifactKind,
  seed: number,
  files: Record<string, object> = {},
  summary: Manifest['summary'] = {},
) {
  const recipe = { operation: `makes.${kind}`, version: 1, config: { seed }, inputs: {}, seed };
  const staged = await store.stage(recipeId(recipe));
  if (kind === 'model') await cp(tiny, staged, { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(join(staged, name), JSON.stringify(content));
  const { manifest } = await store.commit(staged, { kind, recipe, seconds: seed, summary, environment: {} });
  return manifest;
}

const trained = () => make('model', 1, { 'history.json': history }, { tokens: 400, loss: 0.6 });

describe('what jobs showed', () => {
  it('is the recipe with time and figures, the shape and curve of a model, the scores of an evaluation', async () => {
    const [model, measured] = [await trained(), await make('scores', 2, { 'scores.json': scores })];
    const observations = openObservations(store);
    for (const manifest of [model, measured]) await observations.add(manifest);
    const all = await observations.list();
    const [first, second] = ['scores', 'model'].map((kind) => all.find((each) => each.kind === kind)!);
    expect(first).toMatchObject({ artifact: measured.id, kind: 'scores', seconds: 2 });
    expect(first.scores).toEqual({
      model: 'm',
      dataset: 'd',
      split: 'dev',
      measures: [{ name: 'f1', value: 0.5, samples: 40 }],
    });
    expect(second).toMatchObject({ recipe: model.recipe, summary: { tokens: 400 }, created: model.created });
    expect(second.shape).toMatchObject({ family: 'bert', layers: 1, hidden: 32, vocabulary: 256 });
    expect(second.curve).toEqual([
      { step: 2, seconds: 1, tokens: 200, loss: 0.7 },
      { step: 4, seconds: 2, tokens: 400, loss: 0.6, dev: { name: 'f1', value: 0.5 } },
    ]);
  });

  it('is made of the manifests where the index is missing, and stays when artifacts are removed', async () => {
    const model = await trained();
    const noted = openObservations(store);
    await noted.add(model);
    const before = await noted.list();
    await rm(store.layout.observations);
    expect(await noted.list()).toEqual(before);
    expect(await openObservations(store).list()).toEqual(before);
    await store.remove(model.id);
    expect(await noted.list()).toEqual(before);
  });

  it('passes over torn lines, damaged artifacts and lines of another form', async () => {
    const [model, other] = [await trained(), await make('tokenizer', 5)];
    const observations = openObservations(store);
    await observations.add(model);
    const text = await readFile(store.layout.observations, 'utf8');
    await writeFile(store.layout.observations, text.slice(0, text.length / 2));
    await writeFile(store.layout.manifest(other.id), '{');
    expect((await observations.list()).map(({ artifact }) => artifact)).toEqual([model.id]);
    await appendFile(store.layout.observations, '{"form":0,"artifact":"x","created":"2099"}\nnothing\n');
    expect(await openObservations(store).list()).toHaveLength(1);
  });

  it('is seen by others who read the index, and the last of several results of one recipe counts', async () => {
    const [one, two] = [openObservations(store), openObservations(store)];
    const model = await trained();
    expect(await one.list()).toHaveLength(1);
    await two.add({ ...model, seconds: 99 });
    expect((await one.list()).map(({ seconds }) => seconds)).toEqual([99]);
    await Promise.all([3, 4, 5, 6].map(async (seed) => two.add(await make('tokenizer', seed))));
    expect(await one.list()).toHaveLength(5);
  });
});
