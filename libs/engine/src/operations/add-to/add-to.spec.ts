import { expect, it } from '@jest/globals';
import { addTo } from './add-to.js';
import { tf, type Tensor, type Tensor2D } from '../../backend.js';
import { dropout } from '../dropout/dropout.js';
import { privateCopy } from '../../private-memory.js';

const values = (first: number): Tensor => tf.tensor1d(Float32Array.from({ length: 40_000 }, (_, i) => first + i / 8));

it('adds, and uses up both', () => {
  for (const made of [(tensor: Tensor) => tensor, privateCopy]) {
    const before = tf.memory().numTensors;
    const terms = tf.tidy(() => [values(1), values(2)].map((tensor) => tf.keep(made(tensor))));
    const sum = addTo(terms[0], terms[1]);
    expect(sum.dataSync()[8]).toBe(5);
    expect(sum.dataSync()[39_999]).toBe(3 + 2 * (39_999 / 8));
    sum.dispose();
    expect(tf.memory().numTensors).toBe(before);
  }
});

it('changes nothing that somebody else has', () => {
  const x = tf.tensor2d(
    Float32Array.from({ length: 6 }, (_, i) => i),
    [2, 3],
  );
  const own = () => privateCopy<Tensor>(x);
  const [cloned, whole] = [own(), own()];
  const fused = dropout(x as Tensor2D, { rate: 0.5, key: { seed: 1, step: 1, site: 1 } });
  const others = [x, tf.clone(cloned), whole, fused];
  const before = others.map((tensor) => [...tensor.dataSync()]);
  // What was cloned, a part of a tensor, a view of one, and a value that backward may have kept
  addTo(cloned, own());
  addTo(tf.slice(whole, [1, 0], [1, 3]), tf.slice(whole, [0, 0], [1, 3]));
  addTo(tf.reshape(whole, [3, 2]), tf.ones([3, 2]));
  addTo(fused.clone(), tf.reshape(x, [2, 3]));
  addTo(tf.reshape(fused, [6]), tf.reshape(x, [6]));
  expect(others.map((tensor) => [...tensor.dataSync()])).toEqual(before);
});
