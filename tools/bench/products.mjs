#!/usr/bin/env node
/**
 * The products of a linear layer over shapes of BERT, x Wᵀ, dy W and dyᵀ x, by TensorFlow.js's own matMul; and by ours the first of them, and all
 * three: `node tools/bench/products.mjs --seconds 0.3`. Prints one line of JSON with GFLOP/s, as peers/products.py does.
 */
import { parseArgs } from 'node:util';
import { PRODUCT_SHAPES, quantile } from './measure.mjs';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '0.3' } } });
const { engineInfo, linear, tf } = await import(new URL('../../dist/libs/engine/src/index.js', import.meta.url).href);

/** GFLOP/s of `work`, which returns tensors: the median. */
function speed(operations, work) {
  const seconds = [];
  const once = () => {
    const start = performance.now();
    const made = work();
    seconds.push((performance.now() - start) / 1000);
    tf.dispose(made);
  };
  once();
  seconds.length = 0;
  const end = performance.now() + 1000 * Number(values.seconds);
  while (seconds.length < 5 || performance.now() < end) once();
  return Math.round(operations / quantile(seconds, 0.5) / 1e8) / 10;
}

const products = PRODUCT_SHAPES.map(([rows, inputs, outputs]) => {
  const [x, weight, dy] = [
    [rows, inputs],
    [outputs, inputs],
    [rows, outputs],
  ].map((shape) => tf.randomNormal(shape));
  const operations = 2 * rows * inputs * outputs;
  const tensorflow = [
    speed(operations, () => tf.matMul(x, weight, false, true)),
    speed(operations, () => tf.matMul(dy, weight)),
    speed(operations, () => tf.matMul(dy, x, true, false)),
  ];
  const forward = speed(operations, () => linear(x, weight, null));
  const both = speed(3 * operations, () => tf.grads((x, weight) => linear(x, weight, null))([x, weight], dy));
  tf.dispose([x, weight, dy]);
  return { tensorflow, forward, both };
});
console.log(JSON.stringify({ engine: engineInfo(), products }));
