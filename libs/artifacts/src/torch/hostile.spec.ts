import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TlcError } from '#contracts';
import {
  call,
  DICT,
  FALSE,
  global,
  integer,
  LIST,
  pickle,
  PROTO,
  SETITEM,
  STOP,
  storage,
  table,
  tensor,
  text,
  tuple,
} from './fixtures/make-pickle.js';
import { makeZip, type ZipEntry } from './fixtures/make-zip.js';
import { openTorchArchive } from './archive.js';
import { torchNames } from './names.js';
import { openTorchFile } from './open.js';
import { readPickle } from '../pickle/machine.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tlc-hostile-'));
});
afterAll(() => rm(folder, { recursive: true }));

const DATA = Buffer.from(Float32Array.of(0, 1, 2, 3, 4, 5).buffer);

/** A file of one pickle and one storage of six float32. */
async function fileOf(content: Uint8Array, more: Partial<ZipEntry> = {}, others: readonly ZipEntry[] = []) {
  const entries = [{ name: 'm/data.pkl', content }, { name: 'm/data/0', content: DATA, ...more }, ...others];
  return written(makeZip(entries));
}

async function written(content: Uint8Array) {
  const path = join(folder, 'pytorch_model.bin');
  await writeFile(path, content);
  return path;
}

/** Opens and reads all of a file. */
async function readAll(path: string) {
  const file = await openTorchFile(path);
  return Promise.all(file.entries.map(({ name }) => file.read(name)));
}

async function refusal(path: string): Promise<TlcError> {
  const error = await readAll(path).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(TlcError);
  return error as TlcError;
}

it('a file of the same making that is right is read', async () => {
  const path = await fileOf(table(tensor({ shape: [3, 2], strides: [1, 3] })));
  expect((await readAll(path))[0]?.data).toEqual(Float32Array.of(0, 3, 1, 4, 2, 5));
});

describe('a tensor that its storage does not hold', () => {
  it.each([
    ['of 2^40 values', { shape: [2 ** 40], strides: [1] }],
    ['whose sizes multiply past 2^64', { shape: [2 ** 40, 2 ** 40], strides: [0, 0] }],
    ['whose sizes multiply past all numbers', { shape: Array(64).fill(2 ** 50), strides: Array(64).fill(0) }],
    ['that repeats one value', { shape: [1000], strides: [0] }],
    ['that begins past its end', { offset: 6, shape: [1], strides: [1] }],
    ['that begins before it', { offset: -1, shape: [1], strides: [1] }],
    ['with a negative stride', { offset: 5, shape: [6], strides: [-1] }],
    ['with a negative size', { shape: [-6], strides: [1] }],
    ['with a stride past 2^53', { shape: [2], strides: [2n ** 62n] }],
    ['with strides past its end', { shape: [2, 2], strides: [5, 1] }],
    ['with more strides than sizes', { shape: [2], strides: [3, 1] }],
    ['with 65 axes', { shape: Array(65).fill(1), strides: Array(65).fill(1) }],
  ])('%s', async (_, view) => {
    expect((await refusal(await fileOf(table(tensor(view))))).code).toBe('TORCH_FILE_INVALID');
  });

  it.each([5, 7, 2 ** 50, -6, 2n ** 62n])('a storage that claims %s values', async (count) => {
    const path = await fileOf(table(tensor({ count, shape: [1], strides: [1] })));
    expect((await refusal(path)).code).toBe('TORCH_FILE_INVALID');
  });
});

describe('a pickle that is none of weights', () => {
  const a = text('a');
  it.each([
    ['is empty', pickle(), 'ends too early'],
    ['stops at once', pickle(PROTO, STOP), 'empty stack'],
    ['has no end', pickle(PROTO, DICT), 'ends too early'],
    ['takes what is behind a mark', pickle(PROTO, DICT, '(', a, 's', STOP), 'empty stack'],
    ['ends a tuple without a mark', pickle(PROTO, 't', STOP), 'empty stack'],
    ['asks for what it has not kept', pickle(PROTO, 'h\x07', STOP), 'value 7'],
    ['has an unknown opcode', pickle(PROTO, '\xff', STOP), 'opcode 0xff'],
    ['has an opcode of protocol 0', pickle('I1\n', STOP), 'opcode 0x49'],
    ['has an extension', pickle(PROTO, '\x82\x01', STOP), 'opcode 0x82'],
    ['is of protocol 6', pickle('\x80\x06', STOP), 'protocol'],
    ['claims a text of 4 GiB', pickle(PROTO, 'X\xff\xff\xff\xff', STOP), 'ends too early'],
    ['claims a text of 2^64 bytes', pickle(PROTO, `\x8d${'\xff'.repeat(8)}`, STOP), 'ends too early'],
    ['claims a number of 4 GiB', pickle(PROTO, '\x8b\xff\xff\xff\xff', STOP), 'whole number of 4294967295 bytes'],
    ['has broken UTF-8', pickle(PROTO, 'X\x01\0\0\0\xff', STOP), 'not UTF-8'],
    ['has a key twice', pickle(PROTO, DICT, a, integer(1), SETITEM, a, integer(1), SETITEM, STOP), 'twice'],
    ['has a key without a value', pickle(PROTO, DICT, '(', a, 'u', STOP), 'key without a value'],
    ['sets an item of a number', pickle(PROTO, integer(1), a, a, SETITEM, STOP), 'item of a number'],
    ['appends to a table', pickle(PROTO, DICT, a, 'a', STOP), 'appends to a dict'],
    ['calls a number', pickle(PROTO, integer(1), tuple(), 'R', STOP), 'calls a number'],
    ['names by numbers', pickle('\x80\x04', integer(1), integer(2), '\x93', STOP), 'names something by'],
    ['holds a table that holds itself', pickle(PROTO, DICT, 'q\x00', a, 'h\x00', SETITEM, STOP), 'is a dict'],
    ['holds numbers as names', pickle(PROTO, DICT, integer(1), integer(1), SETITEM, STOP), 'as a name'],
    ['has a tensor on nothing', table(call('torch._utils', '_rebuild_tensor_v2', integer(1))), 'without a storage'],
    ['has a storage as a tensor', table(storage(6)), 'expected a tensor'],
    ['has a storage with a path for a name', table(storage(6, 'FloatStorage', '../0')), 'without a name'],
    [
      'has a storage of a function',
      table(
        pickle(tuple(text('storage'), global('collections', 'OrderedDict'), text('0'), text('cpu'), integer(6)), 'Q'),
      ),
      'number format',
    ],
    ['is a million marks', pickle(PROTO, '('.repeat(2 ** 20 + 1), STOP), 'marks'],
    ['is five million tables', pickle(PROTO, '}0'.repeat(2 ** 22 + 1), STOP), 'values'],
  ])('%s', async (_, content, problem) => {
    const { code, message } = await refusal(await fileOf(content));
    expect({ code, message }).toEqual({ code: 'TORCH_FILE_INVALID', message: expect.stringContaining(problem) });
  });

  it('lists in lists, 100,000 deep', async () => {
    const path = await fileOf(pickle(PROTO, ']'.repeat(100_000), 'a'.repeat(99_999), STOP));
    expect((await refusal(path)).message).toContain('holds a list');
  });

  it.each([
    ['posix', 'system'],
    ['builtins', 'getattr'],
    ['torch', 'load'],
    ['torch._utils', '_rebuild_tensor_v2.__globals__'],
    ['torch.hub', 'load'],
    ['collections', 'OrderedDict.__class__'],
    ['__proto__', 'constructor'],
    ['torch', 'constructor'],
  ])('asks for %s.%s', async (module, name) => {
    const path = await fileOf(table(call(module, name, text('id'))));
    const error = await refusal(path);
    expect(error).toMatchObject({ code: 'PICKLE_REFUSED', message: expect.stringContaining(`"${module}.${name}"`) });
  });

  it.each([
    ['calls a number format', call('torch', 'float32', text('x')), 'calls torch.float32'],
    ['gives a table its items by a call', call('collections', 'OrderedDict', LIST), 'calls collections.OrderedDict'],
    ['refers to what is no storage', pickle(tuple(text('module')), 'Q'), 'refers to a tuple'],
    ['gives a tensor attributes', pickle(tensor({ shape: [1], strides: [1] }), DICT, 'b'), 'attributes to a object'],
    ['makes a parameter of a text', call('torch._utils', '_rebuild_parameter', text('x'), FALSE), '_rebuild_parameter'],
  ])('%s', async (_, content, problem) => {
    const error = await refusal(await fileOf(table(content)));
    expect(error).toMatchObject({ code: 'PICKLE_REFUSED', message: expect.stringContaining(problem) });
  });
});

describe('a zip that is not well-formed', () => {
  const right = table(tensor({ shape: [6], strides: [1] }));
  const zeros = Buffer.alloc(99);

  it.each<[string, Partial<ZipEntry>, string]>([
    ['lacks the storage', { name: 'm/data/1' }, 'storage 0 has no bytes'],
    ['has the pickle twice', { name: 'm/data.pkl' }, 'twice'],
    ['has a path out of it', { name: '../data/0' }, 'zip is broken'],
    ['is encrypted', { flags: 1, claimedBytes: DATA.length - 12 }, 'encrypted'],
    ['is compressed in another way', { method: 93 }, 'method 93'],
    ['says that it is deflated', { method: 8 }, 'not well deflated'],
    ['claims more bytes than it has', { claimedBytes: 2 ** 31 }, 'zip is broken'],
    [
      'inflates to less than it claims',
      { deflate: true, content: DATA.subarray(4), claimedBytes: 24 },
      'became 20 bytes',
    ],
    ['inflates to more than it claims', { deflate: true, content: zeros, claimedBytes: 24 }, 'deflated'],
    ['is a bomb', { deflate: true, content: zeros, claimedBytes: 2 ** 27 }, 'claims to become 134217728 bytes'],
  ])('%s', async (_, more, problem) => {
    const error = await refusal(await fileOf(right, more));
    expect(error).toMatchObject({ code: 'TORCH_FILE_INVALID', message: expect.stringContaining(problem) });
  });

  it('has a pickle that inflates past what is read', async () => {
    const path = await written(makeZip([{ name: 'm/data.pkl', deflate: true, content: right, claimedBytes: 2 ** 26 }]));
    expect((await refusal(path)).message).toContain('its pickle has 67108864 bytes');
  });

  it('has two models', async () => {
    const path = await fileOf(right, {}, [{ name: 'n/data.pkl', content: right }]);
    expect((await refusal(path)).message).toContain('2 data.pkl');
  });

  it('is big-endian', async () => {
    const path = await fileOf(right, {}, [{ name: 'm/byteorder', content: Buffer.from('big') }]);
    expect((await refusal(path)).message).toContain('byte order is "big"');
  });

  it('was cut, wherever that was', async () => {
    const whole = makeZip([
      { name: 'm/data.pkl', content: right },
      { name: 'm/data/0', content: DATA },
    ]);
    for (let bytes = 0; bytes < whole.length; bytes += 7) {
      expect((await refusal(await written(whole.subarray(0, bytes)))).code).toBe('TORCH_FILE_INVALID');
    }
  });
});

describe('bytes changed by chance', () => {
  const fixture = (name: string) => new URL(`./fixtures/${name}`, import.meta.url).pathname;
  /** A linear congruential generator (Numerical Recipes): the same changes in every run. */
  const generator = (seed: number) => {
    let state = seed;
    return (below: number) => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) % below;
  };
  const codeOf = (error: unknown) => {
    expect(error).toBeInstanceOf(TlcError);
    return (error as TlcError).code;
  };

  it('in a pickle: thousands are read or refused', async () => {
    const refuse = (problem: string): never => {
      throw new TlcError('TORCH_FILE_INVALID', problem);
    };
    const archive = await openTorchArchive(fixture('views.bin'), refuse);
    const source = Buffer.from(await archive.pickle());
    const next = generator(1);
    const codes = new Map<string, number>();
    for (let round = 0; round < 5000; round++) {
      const changed = Buffer.from(source);
      for (let i = 0; i < 1 + next(3); i++) changed[next(changed.length)] = next(256);
      let code = 'read';
      try {
        readPickle(changed, torchNames('weights', refuse), refuse);
      } catch (error) {
        code = codeOf(error);
      }
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
    expect([...codes.keys()].toSorted()).toEqual(['PICKLE_REFUSED', 'TORCH_FILE_INVALID', 'read']);
  });

  it('in a file: hundreds are read or refused', async () => {
    const source = await readFile(fixture('module.bin'));
    const next = generator(2);
    let refused = 0;
    for (let round = 0; round < 300; round++) {
      const changed = Buffer.from(source);
      for (let i = 0; i < 1 + next(8); i++) changed[next(changed.length)] = next(256);
      const path = await written(changed);
      await readAll(path).catch((error: unknown) => (refused += codeOf(error) ? 1 : 0));
    }
    expect(refused).toBeGreaterThan(100);
  });
});
