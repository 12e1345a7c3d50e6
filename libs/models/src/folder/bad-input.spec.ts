import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WritableTensor } from '#artifacts';
import { tf } from '#engine';
import { type ChangedFolder, changedFolder, tensor } from './fixtures/changed-folder.js';
import { readModel } from './read.js';

let changed: ChangedFolder;
let folder: string;
beforeEach(async () => {
  changed = await changedFolder();
  ({ folder } = changed);
});
afterEach(() => changed.close());

describe('bad input is refused at the door, and leaves no tensor behind', () => {
  const before = () => tf.memory().numTensors;
  const weights = () => join(folder, 'model.safetensors');
  const header = async (bytes: bigint) => {
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(bytes);
    await writeFile(weights(), Buffer.concat([length, Buffer.from('{}')]));
  };
  const change = (name: string, to: (tensor: WritableTensor) => WritableTensor[]) =>
    changed.rewrite((all) => all.flatMap((one) => (one.name === name ? to(one) : [one])));
  const LAST = 'encoder.layer.0.output.dense.weight';

  it.each<[string, () => Promise<unknown>, string, string]>([
    ['no folder', () => rm(folder, { recursive: true }), 'MODEL_MISSING_FILE', 'no model folder'],
    ['no config.json', () => rm(join(folder, 'config.json')), 'MODEL_MISSING_FILE', 'lacks config.json'],
    ['no model.safetensors', () => rm(weights()), 'MODEL_MISSING_FILE', 'it has config.json'],
    [
      'a config.json that is broken',
      () => writeFile(join(folder, 'config.json'), '{"model_type": "bert"'),
      'MODEL_CONFIG_INVALID',
      'config.json',
    ],
    [
      'a config.json that is a list',
      () => writeFile(join(folder, 'config.json'), '[]'),
      'MODEL_CONFIG_INVALID',
      'object',
    ],
    ['another family', () => changed.configure({ model_type: 'gpt2' }), 'MODEL_UNSUPPORTED', 'model_type is "gpt2"'],
    [
      'a quantization that is not ours',
      () => changed.configure({ quantization_config: { quant_method: 'gptq' } }),
      'MODEL_UNSUPPORTED',
      'gptq',
    ],
    [
      'an encoding without tensors',
      () => changed.configure({ quantization_config: { quant_method: 'tlc', version: 1 } }),
      'ENCODING_INVALID',
      'quantization_config',
    ],
    ['a file that was truncated', () => truncate(weights(), 50_000), 'SAFETENSORS_INVALID', 'model.safetensors'],
    ['a header that claims 2^60 bytes', () => header(2n ** 60n), 'SAFETENSORS_INVALID', '1152921504606846976'],
    ['a missing tensor', () => change(LAST, () => []), 'MODEL_MISSING_TENSOR', `bert.${LAST}`],
    [
      'a wrong shape',
      () => change(LAST, (one) => [{ ...one, shape: [128, 32] }]),
      'MODEL_WRONG_SHAPE',
      '[128, 32], expected [32, 128]',
    ],
    [
      'a wrong number of dimensions',
      () => change(LAST, (one) => [{ ...one, shape: [32 * 128] }]),
      'MODEL_WRONG_SHAPE',
      '[4096]',
    ],
    ['whole numbers', () => change(LAST, (one) => [{ ...one, dtype: 'I32' }]), 'MODEL_UNSUPPORTED', 'I32'],
    [
      'NaN',
      () => change(LAST, (one) => [{ ...one, data: (one.data as Float32Array).with(9, NaN) }]),
      'MODEL_NOT_FINITE',
      '1 of 4096',
    ],
    [
      'infinity',
      () => change(LAST, (one) => [tensor(one.name, [32, 128], -Infinity)]),
      'MODEL_NOT_FINITE',
      '4096 of 4096',
    ],
    [
      'a layer more than the config has',
      () => changed.rewrite((all) => [...all, tensor('encoder.layer.1.output.dense.bias', [32])]),
      'MODEL_UNSUPPORTED',
      'layer.1',
    ],
    [
      'a tensor under two names',
      () => changed.rewrite((all) => [...all, tensor(`bert.${LAST}`, [32, 128])]),
      'MODEL_UNSUPPORTED',
      'two names',
    ],
    [
      'a vocabulary of two thousand millions',
      () => changed.configure({ vocab_size: 2 ** 31 - 1 }),
      'MODEL_WRONG_SHAPE',
      'word_embeddings',
    ],
  ])('%s', async (_, spoil, code, message) => {
    await spoil();
    const tensors = before();
    await expect(readModel(folder)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
    expect(before()).toBe(tensors);
  });
});
