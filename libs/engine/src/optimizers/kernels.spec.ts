import { describe, expect, it } from '@jest/globals';
import { tf, type Tensor, type Variable } from '../backend.js';
import { globalNorm } from '../global-norm.js';
import { kernelSet, setKernelThreads, threads } from '../kernels/addon.js';
import { drawn } from '../kernels/comparison.js';
import * as adafactorKernel from './adafactor/kernel.js';
import * as adafactorPlain from './adafactor/plain.js';
import * as adamwKernel from './adamw/kernel.js';
import * as adamwPlain from './adamw/plain.js';
import * as lambKernel from './lamb/kernel.js';
import * as lambPlain from './lamb/plain.js';
import * as muonKernel from './muon/kernel.js';
import * as muonPlain from './muon/plain.js';
import type { Step, Trained } from './rule.js';
import * as sgdKernel from './sgd/kernel.js';
import * as sgdPlain from './sgd/plain.js';

type Update = (trained: readonly Trained[], step: Step) => void;
interface Pair {
  readonly kernel: Update;
  readonly plain: Update;
  readonly slots: (shape: readonly number[]) => Record<string, readonly number[]>;
  readonly matrices?: boolean;
}

const moments = { beta1: 0.9, beta2: 0.98, epsilon: 1e-6 };
const bothMoments = (shape: readonly number[]) => ({ exp_avg: shape, exp_avg_sq: shape });
const factored = (shape: readonly number[]): Record<string, readonly number[]> =>
  shape.length === 2 ? { exp_avg_sq_row: [shape[0]], exp_avg_sq_col: [shape[1]] } : { exp_avg_sq: shape };
const momentum = (shape: readonly number[]) => ({ momentum_buffer: shape });
const scaled = (trained: readonly Trained[]) => trained.map((each) => ({ ...each, scale: 2 }));

const PAIRS: Readonly<Record<string, Pair>> = {
  AdamW: {
    kernel: (trained, step) => adamwKernel.update(trained, step, moments),
    plain: (trained, step) => adamwPlain.update(trained, step, moments),
    slots: bothMoments,
  },
  LAMB: {
    kernel: (trained, step) => lambKernel.update(trained, step, moments),
    plain: (trained, step) => lambPlain.update(trained, step, moments),
    slots: bothMoments,
  },
  SGD: {
    kernel: (trained, { clip }) => sgdKernel.update(trained, clip, 0.9),
    plain: (trained, { clip }) => sgdPlain.update(trained, clip, 0.9),
    slots: momentum,
  },
  Adafactor: {
    kernel: (trained, step) => adafactorKernel.update(trained, step, { scaleParameter: false, relativeStep: false }),
    plain: (trained, step) => adafactorPlain.update(trained, step, { scaleParameter: false, relativeStep: false }),
    slots: factored,
  },
  'Adafactor, scaled': {
    kernel: (trained, step) => adafactorKernel.update(trained, step, { scaleParameter: true, relativeStep: true }),
    plain: (trained, step) => adafactorPlain.update(trained, step, { scaleParameter: true, relativeStep: true }),
    slots: factored,
  },
  Muon: {
    kernel: (trained, { clip }) => muonKernel.update(scaled(trained) as never, clip, 0.9),
    plain: (trained, { clip }) => muonPlain.update(scaled(trained) as never, clip, 0.9),
    slots: momentum,
    matrices: true,
  },
};

const SHAPES = [[1000, 17], [63], [], [7, 1], [300, 200], [200, 431], [400, 700]];
const STEPS = 4;

/** Parameters moved by some steps, decaying or not, and whatever is kept for them. */
function moved(update: Update, { slots, matrices = false }: Pair): Tensor[] {
  const shapes = SHAPES.filter((shape) => !matrices || shape.length === 2);
  const trained = drawn(shapes, 1).map((start, i) => ({
    parameter: tf.variable(start) as Variable,
    gradient: tf.zeros(shapes[i]) as Tensor,
    slots: Object.fromEntries(
      Object.entries(slots(shapes[i])).map(([name, shape]) => [name, tf.keep(tf.zeros([...shape])) as Tensor]),
    ),
    rate: 0.01,
    decay: i % 2 ? 0 : 0.1,
  }));
  const start = tf.clone(trained[0].parameter);
  const before = start.dataSync().slice();
  for (let number = 1; number <= STEPS; number++) {
    const gradients = drawn(shapes, 10 + number, 3);
    update(
      trained.map((each, i) => Object.assign(each, { gradient: gradients[i] })),
      { number, clip: number % 2 ? 1 : 0.25 },
    );
  }
  // What was cloned at some time stays as it was then
  expect(start.dataSync()).toEqual(before);
  return trained.flatMap(({ parameter, slots: kept }) => [parameter as Tensor, ...Object.values(kept)]);
}

const difference = (a: Tensor, b: Tensor) => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0];
const sizeOf = (a: Tensor) => tf.max(tf.abs(a)).dataSync()[0];

(kernelSet ? describe : describe.skip).each(Object.entries(PAIRS))('the kernel of %s', (_, pair) => {
  it('moves parameters as the plain version does, in memory of its own', () => {
    const [mine, plain] = [moved(pair.kernel, pair), moved(pair.plain, pair)];
    mine.forEach((each, i) => {
      expect([each.shape, difference(each, plain[i]) / Math.max(1, sizeOf(plain[i])) < 2e-5]).toEqual([
        each.shape,
        true,
      ]);
    });
  });

  it('gives the same bits for any number of threads', () => {
    const bits = [1, 2, 3].map((count) => {
      setKernelThreads(count);
      return moved(pair.kernel, pair).map((each) => each.dataSync());
    });
    setKernelThreads(threads);
    expect(bits[1]).toEqual(bits[0]);
    expect(bits[2]).toEqual(bits[0]);
  });
});

it('the global norm is that of all elements of all tensors', () => {
  const tensors = drawn(SHAPES, 5);
  const squares = tensors.flatMap((tensor) => [...tensor.dataSync()]).reduce((sum, x) => sum + x * x, 0);
  expect(globalNorm(tensors)).toBeCloseTo(Math.sqrt(squares), 3);
});
