import { backward } from './backward.js';
import { tf, type Tensor, type Tensor2D } from './backend.js';
import { addTo } from './operations/add-to/add-to.js';
import { refuse } from './shape-checks.js';
import { gradientDepth } from './tape.js';

/** What a half of a reversible layer adds to the other stream: the same each time, from a stream and the layer's weights. */
export type ReversibleHalf = (x: Tensor2D, weights: readonly Tensor[]) => Tensor2D;

/** A layer of two streams: y1 = x1 + first(x2), y2 = x2 + second(y1). */
export interface ReversibleLayer {
  /** All that a half uses and that has a gradient. */
  readonly weights: readonly Tensor[];
  readonly first: ReversibleHalf;
  readonly second: ReversibleHalf;
}

/** Both streams. */
type Streams = readonly [Tensor2D, Tensor2D];

/**
 * Reversible layers, one after another, and the sum of their two streams, which both begin as x: RevNet (Gomez et al. 2017,
 * arXiv 1707.04585, section 3.2), Reformer (Kitaev et al. 2020, arXiv 2001.04451, section 3).
 *
 * Backward keeps the two streams of the end, however many layers there are. It computes each layer's halves again, from the last
 * layer to the first, and with them the streams that went in: x2 = y2 - second(y1), x1 = y1 - first(x2), up to rounding.
 *
 * @param x [rows, hidden]
 * @returns [rows, hidden]
 * @throws ENGINE_WRONG_SHAPE where a gradient of a gradient is asked for: that of the streams is not known then
 */
export function reversible(x: Tensor2D, layers: readonly ReversibleLayer[]): Tensor2D {
  const operation = tf.customGrad((...all) => {
    const given = all.slice(1, -1) as Tensor[];
    const save = all.at(-1) as (tensors: Tensor[]) => void;
    const own = withWeights(layers, given);
    const [y1, y2] = through(all[0] as Tensor2D, own);
    save([y1, y2, ...given]);
    return {
      value: tf.add(y1, y2),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        if (gradientDepth() > 0) refuse('reversible', 'a gradient of its gradient is not known');
        const [end1, end2, ...weights] = saved;
        return goBack([end1, end2] as unknown as Streams, withWeights(layers, weights), dy);
      },
    };
  });
  return operation(x, ...layers.flatMap(({ weights }) => weights)) as Tensor2D;
}

/** The layers over the weights that a tape hands out. */
function withWeights(layers: readonly ReversibleLayer[], all: readonly Tensor[]): ReversibleLayer[] {
  let start = 0;
  return layers.map((layer) => ({ ...layer, weights: all.slice(start, (start += layer.weights.length)) }));
}

/** The streams at the end of the layers. */
function through(x: Tensor2D, layers: readonly ReversibleLayer[]): Streams {
  let [x1, x2] = [tf.clone(x), tf.clone(x)];
  for (const { weights, first, second } of layers) {
    const y1 = tf.tidy(() => tf.add<Tensor2D>(x1, first(x2, weights)));
    x1.dispose();
    const y2 = tf.tidy(() => tf.add<Tensor2D>(x2, second(y1, weights)));
    x2.dispose();
    [x1, x2] = [y1, y2];
  }
  return [x1, x2];
}

/** The gradients of x and of all weights, from the streams at the end, which are used up, and the gradient of their sum. */
function goBack(end: Streams, layers: readonly ReversibleLayer[], dy: Tensor): Tensor[] {
  let [y1, y2] = end;
  let [d1, d2] = [tf.clone(dy), tf.clone(dy)];
  const ofWeights: Tensor[][] = [];
  for (const { weights, first, second } of [...layers].reverse()) {
    const two = halfBack(second, y1, weights, y2, d2);
    d1 = addTo(d1, two.input);
    const one = halfBack(first, two.other, weights, y1, d1);
    d2 = addTo(d2, one.input);
    [y1, y2] = [one.other, two.other];
    ofWeights.unshift(
      weights.map((weight, i) => {
        const [a, b] = [one.weights[i], two.weights[i]];
        return a && b ? addTo(a, b) : (a ?? b ?? tf.zerosLike(weight));
      }),
    );
  }
  tf.dispose([y1, y2]);
  return [addTo(d1, d2), ...ofWeights.flat()];
}

/** A half computed again: the other stream before the half was added to it, `sum` being used up, and the gradients of the
 * half's input and of the weights that it uses. */
function halfBack(half: ReversibleHalf, x: Tensor2D, weights: readonly Tensor[], sum: Tensor2D, dy: Tensor) {
  const { value, gradients } = backward(() => half(x, weights), [x, ...weights], dy);
  const other = tf.sub<Tensor2D>(sum, value);
  sum.dispose();
  if (value !== x) value.dispose();
  const [input, ...own] = gradients;
  return { other, input: input ?? tf.zerosLike(x), weights: own };
}
