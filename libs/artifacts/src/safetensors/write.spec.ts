import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { safetensorsBytes, safetensorsLayout } from './layout.js';
import { readSafetensors } from './read.js';
import { writeSafetensors, type WritableTensor } from './write.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tlc-safetensors-'));
});
afterAll(() => rm(folder, { recursive: true }));

const TENSORS: WritableTensor[] = [
  { name: 'mask', dtype: 'U8', shape: [3], data: Uint8Array.of(1, 2, 255) },
  { name: 'weight', dtype: 'F32', shape: [2, 2], data: Float32Array.of(1, -0, 3e-45, 4) },
  { name: 'ids', dtype: 'I32', shape: [2], data: Int32Array.of(-1, 2 ** 31 - 1) },
  { name: 'exact', dtype: 'F64', shape: [1], data: Float64Array.of(0.1) },
  { name: 'bias', dtype: 'F32', shape: [0], data: new Float32Array() },
  { name: '__proto__', dtype: 'BOOL', shape: [], data: Uint8Array.of(1) },
];

describe('writing', () => {
  it('gives back the same tensors, to the bit', async () => {
    const path = join(folder, 'a.safetensors');
    await writeSafetensors(path, TENSORS, { epoch: '3' });
    const { tensors, metadata } = await readSafetensors(path);
    expect(metadata).toEqual({ format: 'pt', epoch: '3' });
    expect(tensors.size).toBe(TENSORS.length);
    for (const { name, dtype, shape, data } of TENSORS) expect(tensors.get(name)).toEqual({ dtype, shape, data });
  });

  it('gives the same bytes in whatever order tensors come, as many as were foretold', async () => {
    const [one, other] = [join(folder, 'one'), join(folder, 'other')];
    await writeSafetensors(one, TENSORS);
    await writeSafetensors(other, TENSORS.toReversed());
    const bytes = await readFile(one);
    expect(bytes.equals(await readFile(other))).toBe(true);
    expect(bytes.length).toBe(safetensorsBytes(TENSORS));
  });

  it('asks for data that is deferred when its turn comes, and writes the same bytes', async () => {
    const [given, asked] = [join(folder, 'given'), join(folder, 'asked')];
    await writeSafetensors(given, TENSORS);
    const order: string[] = [];
    const deferred = TENSORS.map(({ data, ...tensor }) => ({
      ...tensor,
      data: () => (order.push(tensor.name), data),
    }));
    await writeSafetensors(asked, deferred);
    expect((await readFile(asked)).equals(await readFile(given))).toBe(true);
    expect(order).toEqual(safetensorsLayout(TENSORS).tensors.map(({ name }) => name));
  });

  it('aligns the data of every tensor in the file', async () => {
    const path = join(folder, 'aligned');
    await writeSafetensors(path, TENSORS);
    const bytes = await readFile(path);
    const header = Number(bytes.readBigUInt64LE(0));
    expect((8 + header) % 8).toBe(0);
    const entries = JSON.parse(bytes.toString('utf8', 8, 8 + header));
    for (const { name, data } of TENSORS) expect(entries[name].data_offsets[0] % data.BYTES_PER_ELEMENT).toBe(0);
  });

  it.each([
    ['two tensors of one name', [TENSORS[0], TENSORS[0]], 'mask'],
    ['the name of the metadata', [{ ...TENSORS[0], name: '__metadata__' }], '__metadata__'],
    ['data of another size than its shape', [{ ...TENSORS[1], shape: [2, 3] }], '[2, 3]'],
    ['deferred data of another size', [{ ...TENSORS[1], shape: [2, 3], data: () => TENSORS[1].data }], '[2, 3]'],
  ])('refuses %s', async (_, tensors, message) => {
    const writing = writeSafetensors(join(folder, 'refused'), tensors);
    await expect(writing).rejects.toMatchObject({
      code: 'SAFETENSORS_INVALID',
      message: expect.stringContaining(message),
    });
  });
});
