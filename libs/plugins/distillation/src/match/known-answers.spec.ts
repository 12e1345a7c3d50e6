import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { packing, type Scalar, type Tensor2D, tf } from '#engine';
import { RELATIONS } from './config.js';
import { apartness } from './patient.js';
import { relationLoss, scoreLoss } from './relations.js';
import { projectedLoss } from './tinybert.js';

interface Case {
  readonly loss: number;
  readonly gradient: readonly number[];
}

const known = JSON.parse(readFileSync(new URL('fixtures/states.json', import.meta.url), 'utf8'));
const { student, teacher, heads, relation_heads: relationHeads } = known;
const starts = Int32Array.from([0, ...known.lengths]).map((_, i, all) =>
  all.slice(0, i + 1).reduce((a, b) => a + b, 0),
);
const packed = () => packing(starts);

/** That a loss and its gradient by the student's states are those of PyTorch. */
function agrees(loss: (own: Tensor2D) => Scalar, states: number[][], { loss: value, gradient }: Case): void {
  tf.tidy(() => {
    const own = tf.tensor2d(states);
    expect(loss(own).dataSync()[0] / value).toBeCloseTo(1, 5);
    const found = tf
      .grad((x) => loss(x as Tensor2D))(own)
      .dataSync();
    gradient.forEach((wanted, i) => expect(found[i]).toBeCloseTo(wanted, 5));
  });
}

it('Patient KD compares hidden states divided by their length', () => {
  agrees((own) => apartness(own, tf.tensor2d(teacher.hidden)), student.hidden, known.patient);
});

it('TinyBERT compares hidden states of another width by a matrix', () => {
  const matrix = () => tf.tensor2d(known.matrix);
  agrees((own) => projectedLoss(own, tf.tensor2d(teacher.hidden), matrix()), student.narrow, known.projected);
});

it('TinyBERT compares attention scores', () => {
  const scores = (own: Tensor2D) => scoreLoss({ qkv: own, heads }, { qkv: tf.tensor2d(teacher.qkv), heads }, packed());
  agrees(scores, student.qkv, known.attention);
});

it.each(Object.entries(RELATIONS))('MiniLM compares the relation %s of models of other widths', (name, [a, b]) => {
  const parts = (qkv: Tensor2D) => tf.split(qkv, 3, 1) as Tensor2D[];
  const loss = (own: Tensor2D) => {
    const [s, t] = [parts(own), parts(tf.tensor2d(teacher.qkv))];
    return relationLoss([s[a], s[b]], [t[a], t[b]], packed(), relationHeads);
  };
  agrees(loss, student.qkv, known[name]);
});
