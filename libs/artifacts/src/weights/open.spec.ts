import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWeights } from './open.js';

const FIXTURES = new URL('./fixtures/', import.meta.url).pathname;
const INDEX = 'model.safetensors.index.json';
const FIRST = 'model-00001-of-00002.safetensors';
const SECOND = 'model-00002-of-00002.safetensors';

const made: string[] = [];
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tlc-weights-'));
  made.push(folder);
});
afterAll(async () => {
  for (const one of made) await rm(one, { recursive: true });
});

async function contentOf(where: string) {
  const weights = await openWeights(where);
  const content: Record<string, unknown> = {};
  for (const [name, { dtype, shape }] of weights.headers) {
    const read = await weights.read(name);
    expect(read).toMatchObject({ dtype, shape });
    const { buffer, byteOffset, byteLength } = read.data;
    const sha256 = createHash('sha256')
      .update(new Uint8Array(buffer, byteOffset, byteLength))
      .digest('hex');
    content[name] = { dtype, shape, sha256 };
  }
  return content;
}

/** A copy of the model in safetensors whose index is changed. */
async function changed(change: (index: { metadata: unknown; weight_map: Record<string, unknown> }) => unknown) {
  await cp(join(FIXTURES, 'safetensors'), folder, { recursive: true });
  const index = JSON.parse(await readFile(join(folder, INDEX), 'utf8'));
  await writeFile(join(folder, INDEX), JSON.stringify(change(index) ?? index));
}

describe('weights in several files', () => {
  it.each(['safetensors', 'bin'])('are those of the one file that they came from: %s', async (form) => {
    const expected = JSON.parse(await readFile(join(FIXTURES, 'expected.json'), 'utf8'));
    expect(await contentOf(join(FIXTURES, form))).toEqual(expected);
    const { files } = await openWeights(join(FIXTURES, form));
    expect(files.map((file) => file.slice(FIXTURES.length + form.length + 1))).toEqual(
      (await readdir(join(FIXTURES, form))).toSorted(
        (a, b) => Number(!a.includes('index')) - Number(!b.includes('index')),
      ),
    );
  });

  it('lack a file', async () => {
    await changed(() => undefined);
    await rm(join(folder, SECOND));
    const message = `${join(folder, INDEX)} names ${SECOND}, which is not beside it; of 2 files 1 are there.`;
    await expect(openWeights(folder)).rejects.toMatchObject({ code: 'WEIGHTS_MISSING_SHARD', message });
  });

  it('have a file that was cut', async () => {
    await changed(() => undefined);
    await truncate(join(folder, SECOND), 9000);
    await expect(openWeights(folder)).rejects.toMatchObject({
      code: 'SAFETENSORS_INVALID',
      message: expect.stringContaining(SECOND),
    });
  });

  it('have files that changed places', async () => {
    await changed(() => undefined);
    await rename(join(folder, FIRST), join(folder, 'kept'));
    await rename(join(folder, SECOND), join(folder, FIRST));
    await rename(join(folder, 'kept'), join(folder, SECOND));
    await expect(openWeights(folder)).rejects.toMatchObject({ code: 'WEIGHTS_INDEX_INVALID' });
  });
});

describe('an index that contradicts its files', () => {
  const name = 'embeddings.LayerNorm.weight';
  it.each<[string, Parameters<typeof changed>[0], string]>([
    ['names a tensor that is nowhere', (index) => void (index.weight_map['x'] = FIRST), `x is not in ${FIRST}`],
    ['has a tensor in the wrong file', (index) => void (index.weight_map[name] = SECOND), `not in ${SECOND}`],
    ['leaves a tensor out', (index) => void delete index.weight_map[name], 'which it does not say'],
    ['says another size', (index) => void (index.metadata = { total_size: 7 }), 'it says 7'],
    ['names a file elsewhere', (index) => void (index.weight_map[name] = '../a.safetensors'), 'of the same folder'],
    ['names a number', (index) => void (index.weight_map[name] = 1), 'of the same folder'],
    ['names a folder', (index) => void (index.weight_map[name] = '..'), 'of the same folder'],
    ['has no weight_map', () => ({ metadata: {} }), 'no weight_map'],
    ['is a list', () => [], 'not a JSON object'],
  ])('%s', async (_, change, problem) => {
    await changed(change);
    await expect(openWeights(folder)).rejects.toMatchObject({
      code: 'WEIGHTS_INDEX_INVALID',
      message: expect.stringContaining(problem),
    });
  });

  it('or is no JSON', async () => {
    await writeFile(join(folder, INDEX), '{"weight_map": ');
    await expect(openWeights(folder)).rejects.toMatchObject({ code: 'WEIGHTS_INDEX_INVALID' });
  });

  it('or has a tensor twice', async () => {
    await writeFile(join(folder, INDEX), `{"weight_map": {"a": "${FIRST}", "a": "${SECOND}"}}`);
    await expect(openWeights(folder)).rejects.toMatchObject({ code: 'WEIGHTS_INDEX_INVALID' });
  });

  it('may leave the size out', async () => {
    await changed((index) => void (index.metadata = {}));
    expect((await openWeights(folder)).headers.size).toBeGreaterThan(30);
  });
});

describe('a model folder', () => {
  it('has safetensors read before a pickle', async () => {
    await cp(join(FIXTURES, 'safetensors', FIRST), join(folder, 'model.safetensors'));
    await writeFile(join(folder, 'pytorch_model.bin'), 'not read');
    const { files, metadata } = await openWeights(folder);
    expect(files).toEqual([join(folder, 'model.safetensors')]);
    expect(metadata).toEqual({ format: 'pt' });
  });

  it('without weights says what it has', async () => {
    await mkdir(join(folder, 'onnx'));
    await writeFile(join(folder, 'tf_model.h5'), '');
    const message = expect.stringContaining('it has onnx, tf_model.h5');
    await expect(openWeights(folder)).rejects.toMatchObject({ code: 'MODEL_MISSING_FILE', message });
    await expect(openWeights(join(folder, 'nothing'))).rejects.toMatchObject({ code: 'MODEL_MISSING_FILE' });
  });

  it('is asked for a tensor that it lacks', async () => {
    const weights = await openWeights(join(FIXTURES, 'safetensors'));
    await expect(weights.read('nothing')).rejects.toMatchObject({ code: 'MODEL_MISSING_TENSOR' });
  });
});
