import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { copyFile, cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readModelShape } from '#families';
import { packSentences } from '../fixtures/pack-sentences.js';
import { encode } from '../forward.js';
import { disposeModel } from '../model.js';
import { weightsOf } from '../weights.js';
import { readModel } from './read.js';

const libs = fileURLToPath(new URL('../../../', import.meta.url));
const json = async (path: string) => JSON.parse(await readFile(path, 'utf8'));

let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'tlc-other-files-'));
});
afterAll(() => rm(base, { recursive: true }));

describe('a model in other files than model.safetensors', () => {
  it('is read from pytorch_model.bin, to the known answers', async () => {
    const folder = join(base, 'torch');
    const fixture = join(libs, 'models/src/fixtures/ner_bert');
    await mkdir(folder);
    await copyFile(join(fixture, 'config.json'), join(folder, 'config.json'));
    await copyFile(join(libs, 'artifacts/src/torch/fixtures/ner_bert.bin'), join(folder, 'pytorch_model.bin'));
    const model = await readModel(folder);
    expect(model.head).toMatchObject({ kind: 'tokens' });
    for (const { input_ids: ids, last_hidden_state: expected } of (await json(join(fixture, 'expected.json'))).cases) {
      const hidden = encode(weightsOf(model), model, packSentences([ids]));
      const values = hidden.dataSync();
      const errors = (expected as number[][]).flat().map((value, i) => Math.abs(value - values[i]));
      expect(Math.max(...errors)).toBeLessThan(1e-5);
      hidden.dispose();
    }
    disposeModel(model);
  });

  it.each(['safetensors', 'bin'])('is read from several files with their index, bit by bit: %s', async (form) => {
    const folder = join(base, form);
    const whole = join(libs, 'families/src/families/distilbert/fixtures/base');
    await cp(join(libs, 'artifacts/src/weights/fixtures', form), folder, { recursive: true });
    await copyFile(join(whole, 'config.json'), join(folder, 'config.json'));
    expect(await readModelShape(folder)).toEqual(await readModelShape(whole));
    const [found, expected] = [await readModel(folder), await readModel(whole)];
    expect([...found.parameters.keys()]).toEqual([...expected.parameters.keys()]);
    for (const [name, { value }] of expected.parameters) {
      expect(found.parameters.get(name)?.value.dataSync()).toEqual(value.dataSync());
    }
    [found, expected].forEach(disposeModel);
  });
});
