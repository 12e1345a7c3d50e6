import { describe, expect, it } from '@jest/globals';
import { tf, type Tensor2D } from '#engine';
import { layerStates } from './layer-states.js';

/** One pass over three layers, each of which adds its number; `looked` is the one that is looked at. */
function pass(states: ReturnType<typeof layerStates>, batch: number, looked: number) {
  const computed: number[] = [];
  const layer = states.pass(batch, () => computed.includes(looked));
  const output = tf.tidy(() => {
    let x = tf.ones([2, 3]) as Tensor2D;
    for (const number of [0, 1, 2]) {
      const input = x;
      x = layer(input, () => {
        computed.push(number);
        return tf.add(input, 10 ** number);
      });
    }
    return x;
  });
  const [value] = output.dataSync();
  output.dispose();
  return { computed, value };
}

describe('states of layers', () => {
  it('let a pass go on from before the layer that was looked at last', () => {
    const before = tf.memory().numTensors;
    const states = layerStates();
    expect(pass(states, 0, 0)).toEqual({ computed: [0, 1, 2], value: 112 });
    expect(pass(states, 0, 1)).toEqual({ computed: [0, 1, 2], value: 112 });
    expect(pass(states, 0, 2)).toEqual({ computed: [1, 2], value: 112 });
    expect(pass(states, 0, 2)).toEqual({ computed: [2], value: 112 });
    states.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('are held of so many batches only', () => {
    const states = layerStates(6);
    for (const batch of [0, 1]) pass(states, batch, 2);
    expect(pass(states, 0, 2).computed).toEqual([2]);
    expect(pass(states, 1, 2).computed).toEqual([0, 1, 2]);
    states.dispose();
  });
});
