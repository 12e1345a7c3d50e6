import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTorchFile } from './open.js';

const FIXTURES = new URL('./fixtures/', import.meta.url).pathname;

type Content = Record<string, { dtype: string; shape: number[]; sha256: string }>;

let expected: Record<'views' | 'module' | 'ner_bert', Content>;
let folder: string;
beforeAll(async () => {
  expected = JSON.parse(await readFile(join(FIXTURES, 'expected.json'), 'utf8'));
  folder = await mkdtemp(join(tmpdir(), 'tlc-torch-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function contentOf(path: string): Promise<Content> {
  const file = await openTorchFile(path);
  const content: Content = {};
  for (const { name, dtype, shape } of file.entries) {
    const read = await file.read(name);
    expect(read).toMatchObject({ dtype, shape });
    const { buffer, byteOffset, byteLength } = read.data;
    const sha256 = createHash('sha256')
      .update(new Uint8Array(buffer, byteOffset, byteLength))
      .digest('hex');
    content[name] = { dtype, shape: [...shape], sha256 };
  }
  return content;
}

describe('a file that torch.save wrote gives what torch.load gives', () => {
  it.each([
    ['ner_bert.bin', 'ner_bert'],
    ['module.bin', 'module'],
    ['views.bin', 'views'],
    ['views-protocol-4.bin', 'views'],
    ['views-deflated.bin', 'views'],
  ] as const)('%s', async (file, content) => {
    expect(await contentOf(join(FIXTURES, file))).toEqual(expected[content]);
  });
});

describe('a file that holds anything but tensors is refused by name', () => {
  it.each([
    ['system', 'PICKLE_REFUSED', 'posix.system'],
    ['eval', 'PICKLE_REFUSED', '__builtin__.eval'],
    ['module', 'PICKLE_REFUSED', 'torch.nn.modules.linear.Linear'],
    ['sparse', 'PICKLE_REFUSED', 'torch._utils._rebuild_sparse_tensor'],
    ['quantized', 'PICKLE_REFUSED', 'torch._utils._rebuild_qtensor'],
    ['nested', 'TORCH_FILE_INVALID', '"state_dict" is a dict, expected a tensor'],
    ['number', 'TORCH_FILE_INVALID', '"steps" is a number, expected a tensor'],
    ['tensor', 'TORCH_FILE_INVALID', 'expected a table of tensors'],
    ['expanded', 'TORCH_FILE_INVALID', 'shape [1000], which that storage of 4 bytes does not hold'],
    ['float8', 'WEIGHTS_TYPE_UNSUPPORTED', 'F8_E4M3'],
    ['complex', 'WEIGHTS_TYPE_UNSUPPORTED', 'C64'],
  ])('%s', async (name, code, problem) => {
    const path = join(FIXTURES, 'refused', `${name}.bin`);
    const error = await openTorchFile(path).catch((reason: unknown) => reason as Error & { code: string });
    expect(error).toMatchObject({ code, message: expect.stringContaining(problem) });
    expect((error as Error).message).toContain(path);
  });

  it('and nothing in it is run', async () => {
    await expect(stat('/tmp/tlc-pickle-ran')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('a file in another form', () => {
  it('of PyTorch before 1.6 is refused with the way out', async () => {
    const error = await openTorchFile(join(FIXTURES, 'old.bin')).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'TORCH_FILE_OLD', fix: expect.stringContaining('save_file') });
  });

  it.each([
    ['no bytes', '', 'not a zip'],
    ['text', 'weights', 'not a zip'],
    ["a zip's beginning", 'PK\x03\x04', 'zip is broken'],
    ["a pointer of Git LFS'", 'version https://git-lfs.github.com/spec/v1\n', 'git lfs pull'],
  ])('%s', async (_, content, problem) => {
    const path = join(folder, 'pytorch_model.bin');
    await writeFile(path, content);
    const message = expect.stringContaining(problem);
    await expect(openTorchFile(path)).rejects.toMatchObject({ code: 'TORCH_FILE_INVALID', message });
  });

  it('names a file that does not exist', async () => {
    await expect(openTorchFile(join(folder, 'nothing.bin'))).rejects.toMatchObject({ code: 'FILE_MISSING' });
  });
});
