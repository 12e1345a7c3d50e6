import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSafetensors, readSafetensors, readSafetensorsHeader } from './read.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tlc-safetensors-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A file with a header given as text, or as its length alone. */
async function file(header: string | Uint8Array, data: Uint8Array = new Uint8Array(), claimed?: bigint) {
  const text = typeof header === 'string' ? new TextEncoder().encode(header) : header;
  const length = new DataView(new ArrayBuffer(8));
  length.setBigUint64(0, claimed ?? BigInt(text.length), true);
  const path = join(folder, 'model.safetensors');
  await writeFile(path, Buffer.concat([new Uint8Array(length.buffer), text, data]));
  return path;
}

const described = (dtype: string, shape: unknown, offsets: unknown) =>
  JSON.stringify({ weight: { dtype, shape, data_offsets: offsets } });

async function refusal(path: string) {
  const error = await readSafetensors(path).then(
    () => undefined,
    (reason: unknown) => reason as { code: string; message: string },
  );
  expect(error).toMatchObject({ code: 'SAFETENSORS_INVALID' });
  expect(error?.message).toContain(path);
  return error?.message;
}

describe('a file that is well-formed', () => {
  it('gives names, types, shapes, values and metadata', async () => {
    const header = {
      __metadata__: { format: 'pt' },
      b: { dtype: 'F32', shape: [2, 1], data_offsets: [0, 8] },
      a: { dtype: 'I64', shape: [1], data_offsets: [8, 16] },
      scalar: { dtype: 'U8', shape: [], data_offsets: [16, 17] },
      empty: { dtype: 'I32', shape: [0, 3], data_offsets: [17, 17] },
    };
    const data = new Uint8Array(17);
    new Float32Array(data.buffer, 0, 2).set([1.5, -2]);
    new BigInt64Array(data.buffer, 8, 1).set([-7n]);
    data[16] = 255;
    const { tensors, metadata } = await readSafetensors(await file(JSON.stringify(header), data));
    expect(metadata).toEqual({ format: 'pt' });
    expect([...tensors.keys()]).toEqual(['b', 'a', 'scalar', 'empty']);
    expect(tensors.get('b')).toEqual({ dtype: 'F32', shape: [2, 1], data: Float32Array.of(1.5, -2) });
    expect(tensors.get('a')).toEqual({ dtype: 'I64', shape: [1], data: BigInt64Array.of(-7n) });
    expect(tensors.get('scalar')).toEqual({ dtype: 'U8', shape: [], data: Uint8Array.of(255) });
    expect(tensors.get('empty')).toEqual({ dtype: 'I32', shape: [0, 3], data: new Int32Array() });
  });

  it('widens 16-bit floats exactly', async () => {
    const halves = Uint16Array.of(0x3c00, 0xc000, 0x7bff, 0x0001, 0x03ff, 0x8000, 0x7c00, 0xfc00, 0x7e00, 0x3555);
    const brains = Uint16Array.of(0x3f80, 0xbf80, 0x7f80, 0x0001, 0x4049);
    const header = {
      half: { dtype: 'F16', shape: [10], data_offsets: [0, 20] },
      brain: { dtype: 'BF16', shape: [5], data_offsets: [20, 30] },
    };
    const data = Buffer.concat([new Uint8Array(halves.buffer), new Uint8Array(brains.buffer)]);
    const { tensors } = await readSafetensors(await file(JSON.stringify(header), data));
    // IEEE 754: 65504 is the largest binary16, 2^-24 the least; 0x3555 is nearest to a third
    const expected = [1, -2, 65504, 2 ** -24, 1023 * 2 ** -24, -0, Infinity, -Infinity, NaN, 0.333251953125];
    expect(Array.from(tensors.get('half')!.data as Float32Array)).toEqual(expected);
    const brain = [1, -1, Infinity, 2 ** -133, 3.140625];
    expect(Array.from(tensors.get('brain')!.data as Float32Array)).toEqual(brain);
  });

  it('gives its header alone when asked', async () => {
    const path = await file(described('F32', [1], [0, 4]), new Uint8Array(4));
    const { entries } = await readSafetensorsHeader(path);
    expect(entries).toEqual([{ name: 'weight', dtype: 'F32', shape: [1], begin: 0, end: 4 }]);
  });
});

describe('a file of others', () => {
  it('may say that its metadata is null', async () => {
    const header = '{"__metadata__":null,"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}';
    expect((await readSafetensors(await file(header, Uint8Array.of(7)))).metadata).toEqual({});
  });

  it.each(['F8_E4M3', 'F8_E5M2', 'F8_E8M0', 'F4', 'C64'])('in %s has a type that TLC lacks', async (dtype) => {
    const path = await file(described(dtype, [1], [0, 1]), new Uint8Array(1));
    const message = `${path}: tensor weight is in ${dtype}, a number format that TLC lacks.`;
    await expect(readSafetensorsHeader(path)).rejects.toMatchObject({ code: 'WEIGHTS_TYPE_UNSUPPORTED', message });
  });

  it('may be a pointer of Git LFS', async () => {
    const path = join(folder, 'pointer.safetensors');
    await writeFile(path, 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 90\n');
    expect(await refusal(path)).toContain('git lfs pull');
  });

  it('is refused where it is replaced between its header and its data', async () => {
    const opened = await openSafetensors(await file(described('F32', [1], [0, 4]), new Uint8Array(4)));
    await file(described('F32', [2], [0, 8]), new Uint8Array(8));
    const read = opened.read(opened.header.entries[0]!);
    await expect(read).rejects.toMatchObject({ code: 'SAFETENSORS_INVALID' });
  });
});

describe('a file that is not well-formed is refused with what is wrong', () => {
  it.each([
    ['a header that claims 2^60 bytes', '{}', 2n ** 60n, 'claims 1152921504606846976 bytes'],
    ['a header that claims 2^64 - 1 bytes', '{}', 2n ** 64n - 1n, 'claims 18446744073709551615 bytes'],
    ['a header one byte longer than the file', '{}', 3n, 'claims 3 bytes'],
    ['a header that is cut', '{"a": ', undefined, 'not JSON'],
    ['an empty header', '', undefined, 'not JSON'],
    ['a list as header', '[]', undefined, 'not a JSON object'],
    ['two megabytes of brackets', `${'['.repeat(1e6)}${']'.repeat(1e6)}`, undefined, 'header'],
    ['metadata that is not text', '{"__metadata__": {"a": 1}}', undefined, '__metadata__'],
    ['a tensor that is no object', '{"weight": 3}', undefined, 'weight is not described'],
    ['an unknown dtype', described('F5', [1], [0, 1]), undefined, 'dtype "F5"'],
    ['a dtype that every object has', described('toString', [1], [0, 1]), undefined, 'dtype "toString"'],
    ['a negative size', described('F32', [-1], [0, 4]), undefined, 'shape [-1]'],
    ['a broken size', described('F32', [0.5], [0, 4]), undefined, 'shape [0.5]'],
    ['a shape that is no list', described('F32', 1, [0, 4]), undefined, 'shape 1'],
    ['a shape whose product overflows', described('F32', [2 ** 52, 2 ** 52], [0, 4]), undefined, 'takes 8.1'],
    ['a product that wraps to 0 in 64 bits', described('U8', [2 ** 32, 2 ** 32], [0, 0]), undefined, 'takes 1844'],
    ['offsets that do not fit the shape', described('F32', [2], [0, 4]), undefined, 'takes 8 bytes, its offsets 4'],
    ['offsets that fall', described('F32', [0], [4, 0]), undefined, 'data_offsets [4,0]'],
    ['offsets past the end of the file', described('F32', [2], [0, 8]), undefined, 'file has 0 bytes of data'],
    ['a hole before the first tensor', described('F32', [1], [4, 8]), undefined, 'begins at byte 4'],
    ['a key given twice', '{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"\\u0061":1}', undefined, '"a" twice'],
  ])('%s', async (_, header, claimed, message) => {
    expect(await refusal(await file(header, undefined, claimed))).toContain(message);
  });

  it('tensors that overlap', async () => {
    const header = {
      a: { dtype: 'U8', shape: [2], data_offsets: [0, 2] },
      b: { dtype: 'U8', shape: [2], data_offsets: [1, 3] },
    };
    expect(await refusal(await file(JSON.stringify(header), new Uint8Array(3)))).toContain('b begins at byte 1');
  });

  it('bytes that belong to no tensor', async () => {
    expect(await refusal(await file('{}', new Uint8Array(1)))).toContain('file has 1 bytes of data');
  });

  it('a header in broken UTF-8', async () => {
    expect(await refusal(await file(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d)))).toContain('not JSON');
  });

  it('a file that was truncated, wherever it was cut', async () => {
    const whole = described('F32', [4], [0, 16]);
    for (const bytes of [0, 7, 8, 20, 8 + whole.length, 8 + whole.length + 15]) {
      const path = await file(whole, new Uint8Array(16));
      await truncate(path, bytes);
      await refusal(path);
    }
  });

  it('names a file that does not exist', async () => {
    await expect(readSafetensors(join(folder, 'nothing'))).rejects.toMatchObject({ code: 'FILE_MISSING' });
  });
});
