import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tf } from '#engine';
import { readModelShape } from '#families';
import { packSentences } from '../fixtures/pack-sentences.js';
import { readModel } from '../folder/read.js';
import { writeModel } from '../folder/write.js';
import { logits } from '../forward.js';
import { disposeModel, modelShape, type Model } from '../model.js';
import { weightsOf } from '../weights.js';

const fixtures = fileURLToPath(new URL('fixtures/', import.meta.url));
const json = async (path: string) => JSON.parse(await readFile(path, 'utf8'));

let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'tlc-compressed-tensors-'));
});
afterAll(() => rm(base, { recursive: true }));

const answersOf = (model: Model, ids: number[]) =>
  tf.tidy(() => [...logits(weightsOf(model), model, packSentences([ids])).dataSync()]);

describe.each(['int-quantized', 'pack-quantized'])('a folder of compressed-tensors, %s', (name) => {
  it('is read to Transformers’ answers, and what planning knows of it', async () => {
    const model = await readModel(join(fixtures, name));
    const { sentences } = await json(join(fixtures, name, 'expected.json'));
    for (const { ids, logits: expected } of sentences) {
      answersOf(model, ids).forEach((value, i) => expect(Math.abs(value - expected[i])).toBeLessThan(1e-5));
    }
    expect(await readModelShape(join(fixtures, name))).toEqual(modelShape(model));
    disposeModel(model);
  });

  it('is written again with the same integers, scales and zero points', async () => {
    const model = await readModel(join(fixtures, name));
    await writeModel(model, join(base, name), { weights: 'compressed-tensors' });
    const again = await readModel(join(base, name));
    for (const [key, { value, encoding }] of model.parameters) {
      expect(again.parameters.get(key)!.value.dataSync()).toEqual(value.dataSync());
      expect(again.parameters.get(key)!.encoding).toEqual(encoding);
    }
    [model, again].forEach(disposeModel);
  });
});

describe('a folder of compressed-tensors', () => {
  /** A copy with another `quantization_config`. */
  async function changed(keys: object): Promise<string> {
    const folder = await mkdtemp(join(base, 'changed-'));
    await cp(join(fixtures, 'pack-quantized'), folder, { recursive: true });
    const settings = await json(join(folder, 'config.json'));
    Object.assign(settings.quantization_config, keys);
    await writeFile(join(folder, 'config.json'), JSON.stringify(settings));
    return folder;
  }

  it.each([
    ['weights that are not compressed', { quantization_status: 'frozen' }, 'MODEL_UNSUPPORTED'],
    ['rotations', { transform_config: { config_groups: { a: {} } } }, 'MODEL_UNSUPPORTED'],
    ['zeros that are left out', { sparsity_config: { format: 'sparse-24-bitmask' } }, 'MODEL_UNSUPPORTED'],
    ['nothing of the weights', { config_groups: null }, 'MODEL_UNSUPPORTED'],
    ['schemes of other modules', { config_groups: { a: { targets: ['Conv2d'], weights: { num_bits: 4 } } } }, 'ENCODING_INVALID'],
    ['floats', { config_groups: { a: { targets: ['Linear', 'Embedding'], weights: { num_bits: 8, type: 'float' } } } }, 'MODEL_UNSUPPORTED'],
    ['more bits than there are', { config_groups: { a: { targets: ['Linear', 'Embedding'], weights: { num_bits: 7 } } } }, 'ENCODING_INVALID'],
    ['groups that divide no row', { config_groups: { a: { targets: ['Linear', 'Embedding'], weights: { num_bits: 4, group_size: 5 } } } }, 'ENCODING_INVALID'],
  ])('is refused where its config says %s', async (_, keys, code) => {
    const folder = await changed(keys);
    await expect(readModel(folder)).rejects.toMatchObject({ code });
  }); // prettier-ignore
});
