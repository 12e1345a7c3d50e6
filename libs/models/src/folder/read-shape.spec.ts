import { mkdir, mkdtemp, open, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mapParameters, disposeModel, modelShape } from '../model.js';
import { quantizeParameter } from '../encoding/parameter.js';
import { readConfig, readModelShape, shapeOf } from '#families';
import { readModel } from './read.js';
import { writeModel } from './write.js';

const tiny = new URL('../fixtures/tiny', import.meta.url).pathname;
let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'tlc-shape-'));
});
afterAll(() => rm(base, { recursive: true }));

it('the shapes of a folder are those of the model that is read from it', async () => {
  const model = await readModel(tiny);
  const spec = { bits: 4, granularity: 'channel', symmetric: true } as const;
  const int4 = mapParameters(model, (parameter) =>
    parameter.role === 'linear' ? quantizeParameter(parameter, spec) : parameter,
  );
  const folder = join(base, 'int4');
  await mkdir(folder);
  await writeModel(int4, folder);
  expect(await readModelShape(tiny)).toEqual(modelShape(model));
  expect(await readModelShape(folder)).toEqual(modelShape(int4));
  [model, int4].forEach(disposeModel);
});

/** Bytes that this process has asked the system for, or undefined where it does not say. */
async function bytesRead(): Promise<number | undefined> {
  const text = await readFile('/proc/self/io', 'utf8').catch(() => '');
  return Number(/^rchar: (\d+)$/m.exec(text)?.[1]) || undefined;
}

it('the weights of a large folder are not read: a file of 440 MB with a header and holes is enough', async () => {
  const settings = JSON.parse(await readFile(join(tiny, 'config.json'), 'utf8')) as Record<string, unknown>;
  const large = {
    ...settings,
    vocab_size: 30_522,
    hidden_size: 768,
    num_hidden_layers: 12,
    num_attention_heads: 12,
    intermediate_size: 3072,
    max_position_embeddings: 512,
  };
  const folder = join(base, 'large');
  await mkdir(folder);
  await writeFile(join(folder, 'config.json'), JSON.stringify(large));
  const expected = shapeOf(readConfig(large, 'config.json'), { kind: 'none' });
  let at = 0;
  const entries = expected.parameters.map(({ name, shape }) => {
    const begin = at;
    at += 4 * shape.reduce((product, size) => product * size, 1);
    return [name, { dtype: 'F32', shape, data_offsets: [begin, at] }];
  });
  const header = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const path = join(folder, 'model.safetensors');
  const file = await open(path, 'w');
  await file.write(Buffer.concat([length, header]));
  await file.close();
  await truncate(path, 8 + header.length + at);
  expect(at).toBeGreaterThan(430e6);

  const before = await bytesRead();
  const shape = await readModelShape(folder);
  const after = await bytesRead();
  expect(shape.parameters).toEqual(expected.parameters);
  if (before !== undefined && after !== undefined) expect(after - before).toBeLessThan(1e6);
});
