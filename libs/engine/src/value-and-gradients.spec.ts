import { describe, expect, it } from '@jest/globals';
import { tf, type Scalar } from './backend.js';
import { valueAndGradients } from './value-and-gradients.js';

describe('valueAndGradients', () => {
  it('gives the loss and a gradient for each variable by its name, zeros where the loss does not depend on it', () => {
    const variables = new Map([
      ['layer.weight', tf.variable(tf.tensor1d([1, 2]))],
      ['unused', tf.variable(tf.ones([2, 2]))],
    ]);
    const { value, gradients } = valueAndGradients(() => tf.sum(tf.square(variables.get('layer.weight')!)), variables);
    expect(value).toBe(5);
    expect([...gradients.keys()]).toEqual(['layer.weight', 'unused']);
    expect(gradients.get('layer.weight')!.arraySync()).toEqual([2, 4]);
    expect(gradients.get('unused')!.arraySync()).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it('gives zeros for all of a loss that depends on none', () => {
    const variables = new Map([['weight', tf.variable(tf.ones([2]))]]);
    const { value, gradients } = valueAndGradients(() => tf.scalar(7), variables);
    expect(value).toBe(7);
    expect(gradients.get('weight')!.arraySync()).toEqual([0, 0]);
  });

  it('frees all but the gradients, also what an untidy loss makes', () => {
    const weight = tf.variable(tf.tensor1d([1, 2]));
    const before = tf.memory().numTensors;
    const { gradients } = valueAndGradients(
      () => {
        tf.ones([100]);
        return tf.sum(tf.exp(weight)) as Scalar;
      },
      new Map([['weight', weight]]),
    );
    expect(tf.memory().numTensors).toBe(before + 1);
    tf.dispose([...gradients.values()]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('passes an error of the loss on, and leaves nothing behind', () => {
    const weight = tf.variable(tf.tensor1d([1, 2]));
    const variables = new Map([['weight', weight]]);
    const before = tf.memory().numTensors;
    const failing = () => {
      tf.exp(tf.square(weight));
      throw new Error('no');
    };
    expect(() => valueAndGradients(failing, variables)).toThrow('no');
    expect(tf.memory().numTensors).toBe(before);
    expect(
      valueAndGradients(() => tf.sum(weight), variables)
        .gradients.get('weight')!
        .arraySync(),
    ).toEqual([1, 1]);
  });
});
