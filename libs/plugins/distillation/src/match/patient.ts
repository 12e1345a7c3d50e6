import { rows, type Scalar, type Tensor2D, tf } from '#engine';
import type { MatchConfig } from './config.js';
import { layerMap } from './layer-map.js';
import type { Depths, Matching } from './matching.js';

/** What lengths are divided by at least. */
const LEAST_LENGTH = 1e-12;

/** Patient knowledge distillation (Sun et al. 2019, arXiv 1908.09355, eq. 7): hidden states of all layers but the last, which
 * the head reads, divided by their length: those of two models may be scaled apart. */
export function patient({ map, tokens }: MatchConfig, depths: Depths): Matching {
  const layers = layerMap(depths.student, depths.teacher, map).slice(0, -1);
  const own = layers.map((_, i) => i + 1);
  return {
    student: { hidden: own },
    teacher: { hidden: layers },
    mean: tokens === 'first' ? 'sentences' : 'tokens',
    loss: (student, teacher, { starts }) =>
      tf.tidy(() => {
        const picked = (x: Tensor2D) => (tokens === 'first' ? rows(x, starts.subarray(0, -1)) : x);
        const apart = own.map((layer, i) =>
          apartness(picked(student.hidden.get(layer)!), picked(teacher.hidden.get(layers[i])!)),
        );
        return tf.div<Scalar>(tf.addN(apart), apart.length);
      }),
  };
}

/** The mean over rows of the squared distance of two vectors divided by their lengths, from 0 to 4.
 * @param student [rows, width] @param teacher [rows, width] */
export function apartness(student: Tensor2D, teacher: Tensor2D): Scalar {
  const unit = (x: Tensor2D) => tf.div(x, tf.maximum(tf.norm(x, 2, 1, true), LEAST_LENGTH));
  return tf.mean<Scalar>(tf.sum(tf.squaredDifference(unit(student), unit(teacher)), 1));
}
