import { packing, type Random, type Scalar, type Tensor2D, tf, type Variable } from '#engine';
import type { MatchConfig } from './config.js';
import { layerMap } from './layer-map.js';
import type { Depths, Matching } from './matching.js';
import { scoreLoss } from './relations.js';

/** Widths of the hidden states. */
export interface Widths {
  readonly student: number;
  readonly teacher: number;
}

/** TinyBERT's distillation (Jiao et al. 2020, arXiv 1909.10351, eqs. 7 to 9): hidden states and embeddings, which a learned
 * matrix each brings to the teacher's width, and attention scores before their softmax, summed over layers. */
export function tinybert({ map }: MatchConfig, depths: Depths, widths: Widths, random: Random): Matching {
  const layers = layerMap(depths.student, depths.teacher, map);
  const own = layers.map((_, i) => i + 1);
  const before = (numbers: readonly number[]) => numbers.map((number) => number - 1);
  const [hidden, embeddings] = ['hidden', 'embedding'].map((name) => projection(widths, random.derive(name)));
  return {
    student: { hidden: [0, ...own], attention: before(own) },
    teacher: { hidden: [0, ...layers], attention: before(layers) },
    trained: new Map([
      ['hidden_projection', hidden],
      ['embedding_projection', embeddings],
    ]),
    mean: 'tokens',
    loss: (student, teacher, { starts }) =>
      tf.tidy(() => {
        const packed = packing(starts);
        const off = (from: number, to: number, matrix: Variable) =>
          projectedLoss(student.hidden.get(from)!, teacher.hidden.get(to)!, matrix as unknown as Tensor2D);
        return tf.addN([
          off(0, 0, embeddings),
          ...own.map((layer, i) => off(layer, layers[i], hidden)),
          ...own.map((layer, i) =>
            scoreLoss(student.attention.get(layer - 1)!, teacher.attention.get(layers[i] - 1)!, packed),
          ),
        ]) as Scalar;
      }),
  };
}

/** The mean squared difference of projected hidden states from a teacher's.
 * @param student [rows, own width] @param teacher [rows, width] @param matrix [own width, width] */
export const projectedLoss = (student: Tensor2D, teacher: Tensor2D, matrix: Tensor2D): Scalar =>
  tf.mean<Scalar>(tf.squaredDifference(tf.matMul(student, matrix), teacher));

/** A matrix [student, teacher] that begins as the identity where that can be: a student of the teacher's own layers has its
 * states. Else it keeps lengths in the mean. */
function projection({ student, teacher }: Widths, random: Random): Variable {
  return tf.tidy(() => {
    if (student === teacher) return tf.variable(tf.eye(student));
    const values = random.normals(student * teacher, 1 / Math.sqrt(teacher));
    return tf.variable(tf.tensor2d(values, [student, teacher]));
  });
}
