import { type Scalar, type Tensor, type Variable, tf } from '#engine';

/** How fast the multiplier follows, and how much the square counts: with these the open share comes to within a few percent of what is
 * wanted in some hundred updates, for a handful of gates and for thousands. */
const PULL = 0.3;
const SQUARE = 30;

/** What is added to the loss for the share of open gates to be the one that is wanted: λ d + 30 d², d being by how much more are open,
 * an augmented Lagrangian of that constraint (as Wang et al. 2020, arXiv 1910.04732, section 3.2, have it). The multiplier λ rises as long
 * as too many are open, and falls to 0 at least: no weight of the penalty has to be found by trying. */
export interface Multiplier {
  readonly kept: ReadonlyMap<string, Variable>;
  penalty(open: Tensor): Scalar;
  /** After an update: moves the multiplier by how far gates are from what was wanted, and says what is wanted next. */
  follow(open: number, wanted: number): void;
  dispose(): void;
}

export function multiplierOf(): Multiplier {
  const scalar = (value: number) => tf.tidy(() => tf.variable(tf.scalar(value)));
  const [multiplier, target] = [scalar(0), scalar(1)];
  return {
    kept: new Map([
      ['multiplier', multiplier],
      ['open', target],
    ]),
    penalty: (open) =>
      tf.tidy(() => {
        const more = tf.sub(open, target);
        return tf.add<Scalar>(tf.mul(multiplier, more), tf.mul(SQUARE, tf.square(more)));
      }),
    follow: (open, wanted) =>
      tf.tidy(() => {
        const more = open - target.dataSync()[0];
        multiplier.assign(tf.scalar(Math.max(0, multiplier.dataSync()[0] + PULL * more)));
        target.assign(tf.scalar(wanted));
      }),
    dispose: () => tf.dispose([multiplier, target]),
  };
}
