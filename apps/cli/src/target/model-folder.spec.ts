import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { openFolderStore, recipeId } from '#artifacts';
// Jest cannot load modules that are imported twice at once for the first time
import '#jobs';
import '#pipelines';
import { modelFolder } from './model-folder.js';

it('finds a model by a name whose version has a dot, and takes what no name looks like for a path', async () => {
  const home = await mkdtemp(join(tmpdir(), 'tlc-model-'));
  const store = await openFolderStore(home);
  const recipe = { operation: 'model.import', version: 1, config: {}, inputs: {}, seed: 1 };
  const staged = await store.stage(recipeId(recipe));
  await writeFile(join(staged, 'config.json'), '{}');
  const about = { kind: 'model', recipe, seconds: 0, summary: {}, environment: {} } as const;
  const { id, folder } = await store.commit(staged, about);
  await store.tags.set('sentiment:1.2', id);
  for (const name of ['sentiment:1.2', id.slice(0, 8)]) {
    expect(await modelFolder(name, { home })).toBe(folder);
  }
  await expect(modelFolder('sentiment:1.3', { home })).rejects.toMatchObject({ code: 'MODEL_UNKNOWN' });
  await expect(modelFolder('./absent', { home })).rejects.toMatchObject({ code: 'MODEL_MISSING_FILE' });
  await rm(home, { recursive: true });
});
