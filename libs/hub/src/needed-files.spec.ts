import { expect, it } from '@jest/globals';
import { neededFiles } from './needed-files.js';

const needed = (...paths: string[]) => neededFiles(paths.map((path) => ({ path }))).map(({ path }) => path);

it('are settings, vocabularies and one form of the weights', () => {
  const settings = ['config.json', 'vocab.txt', 'spiece.model', 'source.spm', 'target.spm', '1_Pooling/config.json'];
  const others = ['rust_model.ot', 'tf_model.h5', 'onnx/model.onnx', 'README.md'];
  expect(needed(...settings, ...others, 'model.safetensors', 'pytorch_model.bin')).toEqual([
    ...settings,
    'model.safetensors',
  ]);
  expect(needed('pytorch_model.bin', 'rust_model.ot')).toEqual(['pytorch_model.bin']);
});
