import { expect, it } from '@jest/globals';
import { loadTensorFlow } from './load-tensorflow.js';

it('loadTensorFlow takes the first package that loads', async () => {
  const { name, tf } = await loadTensorFlow(['@tensorflow/tfjs-node-absent', '@tensorflow/tfjs-node']);
  expect(name).toBe('@tensorflow/tfjs-node');
  expect(tf.getBackend()).toBe('tensorflow');
});

it('loadTensorFlow says what each package lacks when none loads', async () => {
  await expect(loadTensorFlow(['@tensorflow/absent-a', '@tensorflow/absent-b'])).rejects.toMatchObject({
    code: 'ENGINE_MISSING',
    message: expect.stringMatching(/^TensorFlow cannot be loaded. .*absent-a.*absent-b/),
  });
});
