import { expect, it, jest } from '@jest/globals';
import { loadTensorFlow } from './load-tensorflow.js';

const absent = ['@tensorflow/absent-a', '@tensorflow/absent-b'];

it('loadTensorFlow takes the first package that loads', async () => {
  const { name, tf } = await loadTensorFlow(['@tensorflow/tfjs-node-absent', '@tensorflow/tfjs-node']);
  expect(name).toBe('@tensorflow/tfjs-node');
  expect(tf.getBackend()).toBe('tensorflow');
});

it('loadTensorFlow hides GPUs, whatever the environment shows of them', async () => {
  const before = { ...process.env };
  Object.assign(process.env, { CUDA_VISIBLE_DEVICES: '0', HIP_VISIBLE_DEVICES: '0' });
  try {
    const { tf } = await loadTensorFlow(['@tensorflow/tfjs-node']);
    expect(process.env).toMatchObject({ CUDA_VISIBLE_DEVICES: '-1', HIP_VISIBLE_DEVICES: '-1' });
    expect((tf.backend() as unknown as { isUsingGpuDevice: boolean }).isUsingGpuDevice).toBe(false);
  } finally {
    process.env = before;
  }
});

it('loadTensorFlow says what each package lacks when none loads and nothing else will do', async () => {
  await expect(loadTensorFlow(absent, 'native')).rejects.toMatchObject({
    code: 'ENGINE_MISSING',
    message: expect.stringMatching(/^TensorFlow cannot be loaded. .*absent-a.*absent-b/),
  });
});

it('loadTensorFlow takes WebAssembly when none loads, and gives notice of why, the cost and the cure', async () => {
  const warn = jest.spyOn(process, 'emitWarning').mockReturnValue();
  const { name, tf } = await loadTensorFlow(absent);
  expect(name).toBe('@tensorflow/tfjs-backend-wasm');
  expect(tf.getBackend()).toBe('wasm');
  expect(warn.mock.calls).toEqual([
    [
      expect.stringMatching(/^WebAssembly computes.*absent-b.* times as long.*set-up/s),
      expect.objectContaining({ type: 'TlcNotice' }),
    ],
  ]);
  warn.mockRestore();
});

it('loadTensorFlow refuses a TLC_ENGINE that is neither', async () => {
  await expect(loadTensorFlow(absent, 'fast')).rejects.toMatchObject({ code: 'ENGINE_UNKNOWN' });
});
