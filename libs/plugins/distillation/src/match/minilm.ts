import { packing, type Scalar, type Tensor2D, tf } from '#engine';
import { type MatchConfig, RELATIONS } from './config.js';
import type { Depths, Matching } from './matching.js';
import { relationLoss } from './relations.js';

/** MiniLM's distillation: the student's last layer learns the relations of tokens in one layer of the teacher: attention and
 * that of values (Wang et al. 2020, arXiv 2002.10957, eqs. 5 to 7), by heads of their own, so that the two models may have
 * others, and those of queries and of keys (Wang et al. 2021, arXiv 2012.15828, eqs. 3 to 5). */
export function minilm(config: MatchConfig, { student: depth, teacher }: Depths): Matching {
  const [own, layer] = [depth - 1, (config.layer ?? teacher) - 1];
  return {
    student: { attention: [own] },
    teacher: { attention: [layer] },
    mean: 'tokens',
    loss: (student, teaching, { starts }) =>
      tf.tidy(() => {
        const packed = packing(starts);
        const [mine, theirs] = [student.attention.get(own)!, teaching.attention.get(layer)!];
        const heads = config.relation_heads ?? mine.heads;
        const [s, t] = [mine, theirs].map(({ qkv }) => tf.split(qkv, 3, 1) as Tensor2D[]);
        const losses = config.relations.map((name) => {
          const [a, b] = RELATIONS[name];
          return relationLoss([s[a], s[b]], [t[a], t[b]], packed, heads);
        });
        return tf.addN(losses) as Scalar;
      }),
  };
}
