#!/usr/bin/env node
/**
 * The products of a linear layer over shapes of BERT, forward (x W) and backward (dy Wᵀ and xᵀ dy): `node tools/bench/products.mjs --seconds 0.3`.
 * Prints one line of JSON with GFLOP/s, as peers/products.py does.
 */
import { parseArgs } from 'node:util';
import { quantile } from './measure.mjs';

/** Rows, inputs and outputs: the layers of bert-mini to bert-base, and a head over 8,000 words. */
export const SHAPES = [
  [2048, 256, 256],
  [2048, 256, 768],
  [2048, 256, 1024],
  [2048, 1024, 256],
  [2048, 512, 512],
  [2048, 512, 2048],
  [2048, 2048, 512],
  [2048, 768, 768],
  [2048, 768, 3072],
  [2048, 3072, 768],
  [307, 256, 8000],
];

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '0.3' } } });
const { linear, tf } = await import(new URL('../../dist/libs/engine/src/index.js', import.meta.url).href);

/** GFLOP/s of `work`, which returns tensors: the median and the best. */
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
  return [0.5, 0].map((share) => Math.round(operations / quantile(seconds, share) / 1e9));
}

const products = SHAPES.map(([rows, inputs, outputs]) => {
  const [x, weight, dy] = [
    [rows, inputs],
    [inputs, outputs],
    [rows, outputs],
  ].map((shape) => tf.randomNormal(shape));
  const operations = 2 * rows * inputs * outputs;
  const forward = speed(operations, () => linear(x, weight, null));
  const both = speed(3 * operations, () => tf.grads((x, weight) => linear(x, weight, null))([x, weight], dy));
  tf.dispose([x, weight, dy]);
  return { shape: `${rows} x ${inputs} x ${outputs}`, forward, both };
});
console.log(JSON.stringify({ products }));
